"""The counts on the first screen: how many recipients got what, and how many promises held."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from mhaudit.model.audit import Audit, Certainty
from mhaudit.report.html.companies import Group, certainties
from mhaudit.report.text import terms
from mhaudit.report.text.language import say, say_many

IDENTIFYING = ("identity.", "identifier.")


class Tally(NamedTuple):
    """A sentence, and the `3 of 13` that it begins with: a number never stands without its denominator."""

    lead: str
    sentence: str


def tallies(audit: Audit, groups: Iterable[Group]) -> tuple[Tally, ...]:
    """How many recipients got what, and how many promises held, each with its denominator."""
    outside = [group for group in groups if not group.own]
    return (*(_received(audit, outside) if outside else ()), *_promises(audit))


def _received(audit: Audit, outside: list[Group]) -> Iterator[Tally]:
    """Each number with how many of the recipients it is proven for."""
    special = {kind.id for kind in audit.kinds if kind.special}
    health = [_surest(group, lambda category: category in special) for group in outside]
    named = [_surest(group, lambda category: category.startswith(IDENTIFYING)) for group in outside]
    both = sum(bool(left and right) for left, right in zip(health, named, strict=True))
    whom = say("organisations outside the app’s own servers")
    if any(group.party == "unknown" for group in outside):
        whom = say("organisations, the app’s own servers among them,")
    lead = _of(sum(map(bool, health)), len(outside))
    sent = say(
        "{lead} {whom} were sent data on health, or other data that law protects specially", lead=lead, whom=whom
    )
    yield Tally(lead, f"{sent}{_proven(health)}.")
    lead = _of(sum(map(bool, named)), len(outside))
    sent = say("{lead} were sent something that identifies the person or the device", lead=lead)
    yield Tally(lead, f"{sent}{_proven(named)}.")
    lead = _of(both, len(outside))
    yield Tally(lead, say("{lead} were sent both.", lead=lead))
    if nameless := sum(not group.known for group in outside):
        lead = _of(nameless, len(outside))
        unknown = say_many(
            "{lead} is a domain of which it is not known who answers.",
            "{lead} are domains of which it is not known who answers.",
            nameless,
            lead=lead,
        )
        yield Tally(lead, unknown)


def _promises(audit: Audit) -> Iterator[Tally]:
    """The vendor's promises, where it made some to this audit."""
    promises = [claim for claim in audit.claims if claim.kind == "claim"]
    if promises:
        broken = sum(claim.verdict == "contradicted" for claim in promises)
        lead = _of(broken, len(promises))
        yield Tally(lead, say("{lead} of the vendor’s promises are contradicted by what was seen.", lead=lead))


def _surest(group: Group, wanted: Callable[[str], bool]) -> Certainty | None:
    """How sure it is that the group was sent a wanted kind; what is only possible does not count."""
    sure = [certainty for category, certainty in certainties(group.sent).items() if wanted(category)]
    best = min(sure, key=terms.SURE.index, default=None)
    return None if best == "possible" else best


def _of(part: int, whole: int) -> str:
    return say("{part} of {whole}", part=part, whole=whole)


def _proven(reached: list[Certainty | None]) -> str:
    got, proven = sum(map(bool, reached)), reached.count("proven")
    if not got:
        return ""
    if not proven:
        return say(" (not proven by a planted value)")
    if proven == got == 1:
        return say(" (proven by a planted value)")
    return say(" (proven by a planted value for {part} of the {whole})", part=proven, whole=got)
