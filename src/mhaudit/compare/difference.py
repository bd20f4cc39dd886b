"""The differences between two audits of one app: releases, states of consent, devices."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from mhaudit.model.audit import Audit, Certainty, Direction, Finding
from mhaudit.model.comparison import Comparison, FindingChange, FlowChange, HostChange, Input, InputChange
from mhaudit.model.knowledge import SEVERITIES, Severity
from mhaudit.rules.gate import judge_verdict

_SUREST: tuple[Certainty, ...] = ("possible", "likely", "declared", "proven")
Key = tuple[str, str, Direction]  # host, kind of data, direction


class Flow(NamedTuple):
    """A category of data that reached a host, with its highest certainty and its forms."""

    organisation: str | None
    direction: Direction
    certainty: Certainty
    forms: tuple[str, ...]


def flows(audit: Audit) -> Mapping[Key, Flow]:
    """Return all flows of an audit."""
    names = {recipient.host: recipient.organisation for recipient in audit.recipients}
    found: dict[Key, Flow] = {}
    for seen in audit.observations:
        key = (seen.recipient, seen.category, seen.direction)
        known = found.get(key)
        surest = max((seen.certainty, known.certainty if known else "possible"), key=_SUREST.index)
        forms = tuple(sorted({seen.form, *(known.forms if known else ())}))
        found[key] = Flow(names.get(seen.recipient), seen.direction, surest, forms)
    return found


def compare_audits(before: Audit, after: Audit, fail_on: Severity | None = None) -> Comparison:
    """Compare the second audit with the first; `fail_on` defaults to the second one's threshold."""
    threshold = fail_on or after.verdict.fail_on
    findings = tuple(_findings(before, after))
    worse = {change.id for change in findings if _is_worse(change)}
    failing = [change for change in findings if change.id in worse and change.open and _reaches(change, threshold)]
    return Comparison(
        hosts=tuple(_hosts(before, after)),
        flows=tuple(_flows(before, after)),
        findings=findings,
        fail_on=threshold,
        failing=len(failing),
        only_new=_only(after, worse, threshold),
        inputs=tuple(_inputs(before, after)),
        labels={kind.id: kind.label for kind in (*before.kinds, *after.kinds)},
        before=before.generated_from.captures,
        after=after.generated_from.captures,
    )


def _inputs(before: Audit, after: Audit) -> Iterator[InputChange]:
    """Yield the inputs that differ: mhaudit, policies, pack, persona, app profile."""
    old, new = _made_with(before), _made_with(after)
    for what, was in old.items():
        if was != new[what]:
            yield InputChange(what=what, before=was, after=new[what])


def _made_with(audit: Audit) -> dict[Input, str]:
    made = audit.generated_from
    persona = made.persona
    return {
        "mhaudit": audit.tool.version,
        "policies": made.policies.digest,
        "pack": made.policies.pack,
        "persona": f"{persona.id}, {persona.values} values of {', '.join(persona.categories)}" if persona else "",
        "app-profile": f"{made.app.id}, SHA-256 {made.app.sha256}" if made.app else "",
    }


def _only(audit: Audit, wanted: set[str], fail_on: Severity) -> Audit:
    """Return the audit with the wanted findings only, so that every report format can show the new ones."""
    findings = tuple(finding for finding in audit.findings if finding.id in wanted)
    return replace(audit, findings=findings, verdict=judge_verdict(findings, audit.coverage, fail_on, audit.gate))


def _is_worse(change: FindingChange) -> bool:
    if change.after is None:
        return False
    if change.before is None or change.added:
        return True
    return SEVERITIES.index(change.after) > SEVERITIES.index(change.before)


def _reaches(change: FindingChange, threshold: Severity) -> bool:
    return change.after is not None and SEVERITIES.index(change.after) >= SEVERITIES.index(threshold)


def _hosts(before: Audit, after: Audit) -> Iterator[HostChange]:
    old = {recipient.host: recipient.organisation for recipient in before.recipients}
    new = {recipient.host: recipient.organisation for recipient in after.recipients}
    for host in sorted(old.keys() ^ new.keys()):
        organisation = new.get(host, old.get(host))
        yield HostChange(change="new" if host in new else "gone", host=host, organisation=organisation)


def _flows(before: Audit, after: Audit) -> Iterator[FlowChange]:
    old, new = flows(before), flows(after)
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        if was and now and (was.certainty, was.forms) == (now.certainty, now.forms):
            continue
        known = now or was
        assert known is not None  # noqa: S101 - the key is of one of the two
        yield FlowChange(
            change="changed" if was and now else "new" if now else "gone",
            recipient=key[0],
            category=key[1],
            direction=known.direction,
            organisation=known.organisation,
            before=_told(was),
            after=_told(now),
            certainty=known.certainty,
        )


def _told(flow: Flow | None) -> tuple[str, ...]:
    return (flow.certainty, *flow.forms) if flow else ()


def _findings(before: Audit, after: Audit) -> Iterator[FindingChange]:
    """Match findings by id, else by rule and recipient, and yield those that differ.

    An id depends on categories and places; of findings with other ids, categories and severities are compared.
    """
    old, new = _by_id(before), _by_id(after)
    same = old.keys() & new.keys()
    gone = _by_place({id_: old[id_] for id_ in old.keys() - same})
    fresh = _by_place({id_: new[id_] for id_ in new.keys() - same})
    for id_ in sorted(same):
        if old[id_].severity != new[id_].severity:
            yield _change(old[id_], new[id_])
    for place in sorted(gone.keys() | fresh.keys()):
        was, now = gone.get(place), fresh.get(place)
        if not (was and now) or (was.severity, was.categories) != (now.severity, now.categories):
            yield _change(was, now)


def _by_id(audit: Audit) -> dict[str, Finding]:
    return {finding.id: finding for finding in audit.findings}


# A rule makes one finding for each recipient.
def _by_place(findings: Mapping[str, Finding]) -> dict[tuple[str, str], Finding]:
    return {(finding.rule, finding.recipient): finding for finding in findings.values()}


def _change(was: Finding | None, now: Finding | None) -> FindingChange:
    known = now or was
    assert known is not None  # noqa: S101 - one of the two is there
    return FindingChange(
        change="changed" if was and now else "new" if now else "gone",
        id=known.id,
        rule=known.rule,
        title=known.title,
        recipient=known.recipient,
        organisation=known.organisation,
        before=was.severity if was else None,
        after=now.severity if now else None,
        categories=known.categories,
        added=tuple(sorted({*now.categories} - {*was.categories})) if was and now else (),
        open=now is not None and now.status == "open",
    )
