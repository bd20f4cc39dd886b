"""The options of an audit, read from user files."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from msgspec.structs import replace

from mhaudit.auditing.engine import Question
from mhaudit.derive.facts import facts, with_findings
from mhaudit.errors import Fault, InvalidFiles, UnknownName
from mhaudit.model.audit import Audit
from mhaudit.model.knowledge import SEVERITIES, GateTerms, Pack, Policies, Severity
from mhaudit.policy import load
from mhaudit.profile import load_app, load_persona, load_waivers
from mhaudit.report.formats.json_ import read_audit


def question(
    *,
    app: Path | None = None,
    persona: Path | None = None,
    policies: Sequence[Path] = (),
    pack: str = "auditor",
    fail_on: str | None = None,
    app_id: str = "",
    waivers: Path | None = None,
    baseline: Path | None = None,
    today: date | None = None,
    unredacted: bool = False,
) -> Question:
    """Build the options of an audit from its files. Raise InvalidFiles or UnknownName."""
    knowledge = load(policies)
    return Question(
        policies=knowledge,
        pack=choose_pack(knowledge, pack),
        persona=load_persona(persona, knowledge) if persona else None,
        app=load_app(app, knowledge) if app else None,
        fail_on=choose_severity(fail_on),
        app_id=app_id,
        gate=_gate(waivers, baseline, today, knowledge),
        unredacted=unredacted,
    )


def saved_audit(path: Path) -> tuple[Audit, str]:
    """Return a saved `audit.json`, and its SHA-256 in hex. Raise InvalidFiles."""
    try:
        saved = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "can't be opened"
        raise InvalidFiles([Fault(str(path), 0, "", f"{reason}; give the path of an audit.json")]) from error
    return _with_facts(read_audit(saved, str(path))), hashlib.sha256(saved).hexdigest()


def read_saved(path: str | Path) -> Audit:
    """Return a saved `audit.json`, of version 1 or 2. Raise InvalidFiles."""
    return saved_audit(Path(path))[0]


def _with_facts(audit: Audit) -> Audit:
    """Return an audit of version 1 with the facts derived from its observations; others unchanged."""
    if audit.facts or not audit.observations:
        return audit
    found = facts(audit.observations, audit.recipients, audit.linkage, load().harm["default"])
    named, judged = with_findings(found, audit.findings)
    return replace(audit, facts=named, findings=judged)


def choose_pack(policies: Policies, name: str) -> Pack:
    """Return a pack by its id. Raise UnknownName."""
    if name not in policies.packs:
        raise UnknownName(f"unknown pack {name!r}; choose from {', '.join(sorted(policies.packs))}")
    return policies.packs[name]


def choose_severity(name: str | None) -> Severity | None:
    """Return a severity by its name, or None. Raise UnknownName."""
    for severity in SEVERITIES:
        if severity == name:
            return severity
    if name is None:
        return None
    raise UnknownName(f"unknown severity {name!r}; choose from {', '.join(SEVERITIES)}")


def _gate(waivers: Path | None, baseline: Path | None, today: date | None, policies: Policies) -> GateTerms | None:
    if not waivers and not baseline:
        return None
    rules, digest = load_waivers(waivers, policies) if waivers else ((), None)
    before, baseline_digest = saved_audit(baseline) if baseline else (None, None)
    return GateTerms(
        on=today or datetime.now(UTC).date(),
        waivers=rules,
        waivers_sha256=digest,
        known={finding.id: finding.severity for finding in before.findings} if before else {},
        known_at={finding.id: finding.recipient for finding in before.findings} if before else {},
        baseline_sha256=baseline_digest,
    )
