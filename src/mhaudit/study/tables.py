"""The tables of a study, and the rows of one audit. Their names and columns are a contract (docs/study.md).

No table has a planted or personal value: they come from the audit document, which has none.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
from msgspec import Struct

from mhaudit.model.audit import Audit, Coverage, Recipient
from mhaudit.study.manifest import StudyApp

LAYOUT = "mhaudit/study/1"
_TEXT, _WHOLE, _TRUTH, _NUMBER = pa.string(), pa.int64(), pa.bool_(), pa.float64()
_TEXTS = pa.list_(pa.string())


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema([("key", _TEXT), *columns.items()])


SCHEMAS: dict[str, pa.Schema] = {
    "apps": _schema(
        app=_TEXT, name=_TEXT, version=_TEXT, platform=_TEXT, wave=_TEXT, status=_TEXT, reason=_TEXT, outcome=_TEXT,
        work=_TEXT, tool=_TEXT, policies=_TEXT, profiled=_TRUTH, persona=_TRUTH, exercised=_WHOLE, entries=_WHOLE,
        exercised_health=_TRUTH, exchanges=_WHOLE, bytes_sent=_WHOLE, bytes_opaque=_WHOLE, bytes_unread=_WHOLE,
        blocking_gaps=_WHOLE, phases=_TEXTS, noticed=_TRUTH, first=_TEXT, last=_TEXT,
    ),
    "facts": _schema(
        fact=_TEXT, host=_TEXT, organisation=_TEXT, parent=_TEXT, party=_TEXT, roles=_TEXTS, event=_TEXT,
        category=_TEXT, health=_TRUTH, certainty=_TEXT, form=_TEXT, rank=_WHOLE, linked=_TRUTH,
    ),
    "observations": _schema(
        observation=_TEXT, host=_TEXT, category=_TEXT, part=_TEXT, detector=_TEXT, certainty=_TEXT, direction=_TEXT,
        party=_TEXT, phase=_TEXT, form=_TEXT, count=_WHOLE,
    ),
    "findings": _schema(
        finding=_TEXT, rule=_TEXT, severity=_TEXT, status=_TEXT, title=_TEXT, host=_TEXT, organisation=_TEXT,
        categories=_TEXTS, phases=_TEXTS, count=_WHOLE,
    ),
    "recipients": _schema(
        host=_TEXT, domain=_TEXT, organisation=_TEXT, parent=_TEXT, country=_TEXT, service=_TEXT, roles=_TEXTS,
        party=_TEXT, declared=_TRUTH, named_in_notice=_TRUTH, exchanges=_WHOLE, bytes_sent=_WHOLE, phases=_TEXTS,
    ),
    "exercised": _schema(category=_TEXT, health=_TRUTH, entries=_WHOLE, seen=_TRUTH, seen_outside=_TRUTH),
    "gaps": _schema(code=_TEXT, host=_TEXT, count=_WHOLE, bytes=_WHOLE, blocking=_TRUTH),
    "replies": _schema(host=_TEXT, country=_TEXT, reply=_TEXT, answer=_TRUTH, seconds=_NUMBER),
    "claims": _schema(claim=_TEXT, kind=_TEXT, verdict=_TEXT),
}  # fmt: skip
Row = dict[str, Any]


class Work(Struct, frozen=True, kw_only=True):
    """The inputs of a row: a digest of captures, profile, persona and policies, and the version of mhaudit."""

    digest: str
    tool: str


def rows_of(audit: Audit, app: StudyApp, work: Work) -> dict[str, list[Row]]:
    """Return the rows of one audit, by table."""
    makers: dict[str, Callable[[Audit], Iterator[Row]]] = {
        "facts": _facts,
        "observations": _observations,
        "findings": _findings,
        "recipients": _recipients,
        "exercised": _exercised,
        "gaps": _gaps,
        "replies": _replies,
        "claims": _claims,
    }
    rows = {name: [{"key": app.key, **row} for row in make(audit)] for name, make in makers.items()}
    return {**rows, "apps": [_app(audit, app, work)]}


def failed_rows(app: StudyApp, work: Work, status: str, reason: str) -> dict[str, list[Row]]:
    """Return the rows of an app without an audit: one in `apps`, none in other tables."""
    named = {"app": app.app, "name": app.name, "version": app.version, "platform": app.platform, "wave": app.wave}
    row = {"key": app.key, **named, "status": status, "reason": reason, "work": work.digest, "tool": work.tool}
    return {**{name: [] for name in SCHEMAS}, "apps": [row]}


def _app(audit: Audit, app: StudyApp, work: Work) -> Row:
    sent = [row for row in audit.coverage.bytes if row.direction == "sent"]
    health = _health(audit)
    seen = [one for one in audit.exercised if one.seen]
    captures = audit.generated_from.captures
    return {
        "key": app.key,
        "app": app.app,
        "name": app.name or audit.subject.name,
        "version": app.version or audit.subject.version,
        "platform": app.platform or audit.subject.platform,
        "wave": app.wave,
        "status": "audited",
        "outcome": audit.verdict.outcome,
        "work": work.digest,
        "tool": work.tool,
        "policies": audit.generated_from.policies.digest,
        "profiled": bool(audit.subject.first_party),
        "persona": audit.generated_from.persona is not None,
        "exercised": len(seen),
        "entries": len(audit.exercised),
        "exercised_health": any(one.category in health for one in seen),
        "exchanges": audit.coverage.exchanges,
        "bytes_sent": sum(row.captured for row in sent),
        "bytes_opaque": sum(row.opaque for row in sent),
        "bytes_unread": sum(row.unread for row in sent),
        "blocking_gaps": _blocking(audit.coverage),
        "phases": sorted({phase.id for phase in audit.phases}),
        "noticed": audit.notice is not None,
        "first": min((one.first for one in captures if one.first), default=None),
        "last": max((one.last for one in captures if one.last), default=None),
    }


def _blocking(coverage: Coverage) -> int:
    """Return the number of kinds of gaps at a host that could hide sent data."""
    return sum(gap.blocking and bool(gap.host) for gap in coverage.gaps)


def _health(audit: Audit) -> frozenset[str]:
    return frozenset(kind.id for kind in audit.kinds if kind.special)


def _facts(audit: Audit) -> Iterator[Row]:
    known = {one.host: one for one in audit.recipients}
    health = _health(audit)
    for fact in audit.facts:
        at: Recipient | None = known.get(fact.recipient)
        for kind in fact.kinds:
            yield {
                "fact": fact.id,
                "host": fact.recipient,
                "organisation": fact.organisation,
                "parent": at.parent if at else None,
                "party": at.party if at else "unknown",
                "roles": list(at.roles) if at else [],
                "event": fact.event,
                "category": kind.category,
                "health": kind.category in health,
                "certainty": kind.certainty,
                "form": kind.form,
                "rank": fact.rank,
                "linked": fact.linked,
            }


def _observations(audit: Audit) -> Iterator[Row]:
    names = ("category", "part", "detector", "certainty", "direction", "party", "phase", "form", "count")
    for one in audit.observations:
        yield {"observation": one.id, "host": one.recipient, **{name: getattr(one, name) for name in names}}


def _findings(audit: Audit) -> Iterator[Row]:
    names = ("rule", "severity", "status", "title", "organisation", "count")
    for one in audit.findings:
        lists = {"categories": list(one.categories), "phases": list(one.phases)}
        yield {"finding": one.id, "host": one.recipient, **{name: getattr(one, name) for name in names}, **lists}


def _recipients(audit: Audit) -> Iterator[Row]:
    names = (
        *("host", "domain", "organisation", "parent", "country", "service", "party", "declared", "named_in_notice"),
        *("exchanges", "bytes_sent"),
    )
    for one in audit.recipients:
        lists = {"roles": list(one.roles), "phases": list(one.phases)}
        yield {**{name: getattr(one, name) for name in names}, **lists}


def _exercised(audit: Audit) -> Iterator[Row]:
    health = _health(audit)
    for one in audit.exercised:
        outside = any(at.party != "first" for at in one.seen)
        yield {
            "category": one.category,
            "health": one.category in health,
            "entries": one.entries,
            "seen": bool(one.seen),
            "seen_outside": outside,
        }


def _gaps(audit: Audit) -> Iterator[Row]:
    names = ("code", "host", "count", "bytes", "blocking")
    yield from ({name: getattr(gap, name) for name in names} for gap in audit.coverage.gaps)


def _replies(audit: Audit) -> Iterator[Row]:
    for one in audit.crisis:
        said = {"reply": one.reply, "answer": one.is_answer, "seconds": one.seconds}
        yield {"host": one.recipient, "country": one.country, **said}


def _claims(audit: Audit) -> Iterator[Row]:
    yield from ({"claim": one.id, "kind": one.kind, "verdict": one.verdict} for one in audit.claims)
