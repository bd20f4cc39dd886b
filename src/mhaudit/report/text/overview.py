"""The first screen: the headline, the figures with their denominators, and one picture."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct

from mhaudit.model.audit import CERTAINTIES, Audit, Certainty, Kind
from mhaudit.model.knowledge import SEVERITIES, Severity
from mhaudit.report.text import sentences
from mhaudit.report.text.companies import Company, certainties, open_findings
from mhaudit.report.text.disputes import objections_counted
from mhaudit.report.text.language import say, say_many

MOST_ROWS, MOST_COLUMNS = 7, 7


class Picture(Struct, frozen=True, kw_only=True):
    """Companies by kinds of health data, worst first; a cell is the certainty of the best observation."""

    columns: tuple[Kind, ...]
    rows: tuple[tuple[Company, tuple[Certainty | None, ...]], ...]
    more: int
    message: str


def picture(found: Sequence[Company], kinds: dict[str, Kind], *, profiled: bool = True) -> Picture:
    """Return the picture of the companies outside the app's own servers that received health data.

    Companies with proven or documented data come first, and kinds by their best certainty, then both by harm, so that
    what is cut off is less sure than what is shown. `profiled` is whether an app profile lists the app's own servers.
    """
    outside = [one for one in found if not one.own]
    best = {one.name: _health(one, kinds) for one in outside}
    rows = sorted((one for one in outside if best[one.name]), key=lambda one: not _is_sure(best[one.name]))
    order: dict[str, None] = {}
    for one in rows:
        for said in one.statements:
            order.update((each.kind.id, None) for each in said.kinds if each.kind.id in best[one.name])
    surest = {kind: min(CERTAINTIES.index(of[kind]) for of in best.values() if kind in of) for kind in order}
    columns = sorted(order, key=lambda kind: surest[kind])[:MOST_COLUMNS]
    return Picture(
        columns=tuple(kinds[category] for category in columns),
        rows=tuple((one, tuple(best[one.name].get(category) for category in columns)) for one in rows[:MOST_ROWS]),
        more=max(0, len(rows) - MOST_ROWS),
        message=_message(best.values(), profiled=profiled),
    )


def _health(one: Company, kinds: dict[str, Kind]) -> dict[str, Certainty]:
    """Return the kinds of health data of a company with their certainty, without those found by shape only."""
    best = certainties(one.sent)
    return {category: sure for category, sure in best.items() if kinds[category].special and sure != "possible"}


def _is_sure(health: Mapping[str, Certainty]) -> bool:
    """Return whether some health data is proven or documented, not only suggested by a name."""
    return any(sure in ("proven", "declared") for sure in health.values())


def _message(outside: Collection[Mapping[str, Certainty]], *, profiled: bool) -> str:
    """Return the caption of the picture; without an app profile it is unknown which recipients are outside."""
    whole, sure = len(outside), sum(map(_is_sure, outside))
    named = sum(map(bool, outside)) - sure
    if not sure and not named:
        if not profiled:
            return say("No recipient received health data in what could be read.")
        return say("No company outside the app’s own servers received health data in what could be read.")
    if not sure:
        if not profiled:
            return say("Names suggest health data at {part} of {whole} recipients.", part=named, whole=whole)
        return say("Names suggest health data at {part} of {whole} outside recipients.", part=named, whole=whole)
    if profiled:
        said = say("{part} of {whole} outside recipients received health data.", part=sure, whole=whole)
    else:
        said = say("{part} of {whole} recipients received health data.", part=sure, whole=whole)
    return f"{said} {say('Names suggest it at {number} more.', number=named)}" if named else said


def verdict(audit: Audit) -> str:
    """Return the outcome in a sentence."""
    failing = [one for one in open_findings(audit) if _at_or_above(one.severity, audit)]
    expired = [one for one in audit.gate.waivers if one.state == "expired"] if audit.gate else []
    return sentences.verdict_sentence(audit, len(failing), expired)


def _at_or_above(severity: Severity, audit: Audit) -> bool:
    return SEVERITIES.index(severity) >= SEVERITIES.index(audit.verdict.fail_on)


def numbers(audit: Audit, found: Sequence[Company], kinds: dict[str, Kind]) -> Iterator[tuple[str, str]]:
    """Yield the figures of the first screen: (`10 of 13`, their caption)."""
    outside = [one for one in found if not one.own]
    if outside:
        health = [_health(one, kinds) for one in outside]
        part = sum(map(_is_sure, health))
        proven = sum("proven" in each.values() for each in health)
        said = (
            say("outside recipients received health data")
            if _profiled(audit)
            else say("recipients received health data")
        )
        if proven:
            said += say("; {part} of them our own test data", part=proven)
        if named := sum(map(bool, health)) - part:
            said += say("; names suggest it at {number} more", number=named)
        yield _of(part, len(outside)), said
        if any(health):
            both = sum(_is_sure(each) and one.linked for one, each in zip(outside, health, strict=True))
            yield _of(both, len(outside)), say("received it together with an identifier of a person or device")
        yield from _unknown(outside)
    yield from _promises(audit)


def _unknown(outside: Sequence[Company]) -> Iterator[tuple[str, str]]:
    if unknown := sum(not one.known for one in outside):
        yield _of(unknown, len(outside)), say_many("has no known operator", "have no known operator", unknown)


def _promises(audit: Audit) -> Iterator[tuple[str, str]]:
    """Yield how many tested statements of the vendor are contradicted, and how many could not be tested."""
    promises = [claim for claim in audit.claims if claim.kind == "claim"]
    tested = [claim for claim in promises if claim.verdict != "not-tested"]
    if promises and not tested:
        yield _of(0, len(promises)), say("statements of the vendor could be tested")
    elif promises:
        broken = sum(claim.verdict == "contradicted" for claim in tested)
        said = say("tested statements of the vendor are contradicted by the traffic")
        if left := len(promises) - len(tested):
            said += say("; {number} could not be tested", number=left)
        yield _of(broken, len(tested)), said


def _profiled(audit: Audit) -> bool:
    """Return whether the app's own domains are known."""
    return bool(audit.subject.first_party)


def strip(audit: Audit) -> Iterator[str]:
    """Yield the limits of the result: entries exercised, bytes read, the control, and limits of the device."""
    if objected := objections_counted(audit):
        yield objected
    yield sentences.exercised(audit)
    yield sentences.readable(sentences.sent_bytes(audit.coverage))
    if audit.control.values:
        yield sentences.control(audit.control.values, audit.control.hits)
    yield say("Traffic on a device does not show what servers pass on to each other.")


def _of(part: int, whole: int) -> str:
    return say("{part} of {whole}", part=part, whole=whole)
