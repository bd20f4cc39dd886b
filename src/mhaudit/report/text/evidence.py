"""Sentences on facts for tables and CI results: each kind with its certainty, and the places of a finding."""

from collections.abc import Iterable, Iterator, Sequence

from mhaudit.model.audit import Audit, Bridge, Finding, Kind, Observation, Recipient, Sighting
from mhaudit.report.text import terms
from mhaudit.report.text.disputes import objections
from mhaudit.report.text.language import message, say, say_many
from mhaudit.report.text.statements import Said, Statement, kind_said, observed, telling_kinds

MOST_FACTS = 5  # of one finding


def legend() -> dict[str, str]:
    """Return the four certainties, the highest first, each with its explanation."""
    return {message(terms.CERTAINTIES_SAID[sure]): message(terms.CERTAINTIES[sure]) for sure in terms.SURE}


def with_certainty(one: Statement) -> str:
    """Return a fact followed by the certainty of each kind that it names."""
    return f"{one.sentence} {_certainty(telling_kinds(one.kinds))}"


def observation_said(seen: Observation, recipient: Recipient, kind: Kind, audit: Audit) -> str:
    """Return one observation as a sentence with its certainty."""
    said = Said(kind=kind, certainty=seen.certainty, text=kind_said(kind, [seen]))
    return f"{observed(seen, recipient, kind, audit)} {_certainty([said])}"


def facts_of(finding: Finding, said: Iterable[Statement], audit: Audit) -> list[str]:
    """Return the facts that a finding rests on, most harmful first, the number of further ones, and objections."""
    mine = [with_certainty(one) for one in said if one.fact.id in finding.facts]
    more = len(mine) - MOST_FACTS
    rest = [say("{number} more facts are in the report.", number=more)] if more > 0 else []
    return [*mine[:MOST_FACTS], *rest, *objections(audit, [finding.id])]


def places_of(finding: Finding, audit: Audit) -> Iterator[Sighting]:
    """Yield the first place of each observation that a finding rests on."""
    at = {seen.id: seen.at for seen in audit.observations}
    return (place for name in finding.observations for place in at.get(name, ())[:1])


def shared_certainty(bridge: Bridge, audit: Audit) -> str:
    """Return the certainty of a shared identifier's meaning, with the number of hosts for each certainty."""
    best: dict[str, int] = {}
    for seen in audit.observations:
        if seen.category == bridge.category and seen.recipient in bridge.recipients and seen.direction == "sent":
            sure = terms.SURE.index(seen.certainty)
            best[seen.recipient] = min(best.get(seen.recipient, sure), sure)
    counts = [(terms.SURE[sure], sum(found == sure for found in best.values())) for sure in sorted({*best.values()})]
    said = [
        say_many("{certainty} at {number} host", "{certainty} at {number} hosts", count,
                 certainty=message(terms.CERTAINTIES_SAID[sure]))
        for sure, count in counts
    ]  # fmt: skip
    return say("Certainty: {certainty}.", certainty=", ".join(said)) if said else ""


def _certainty(said: Sequence[Said]) -> str:
    """Return `Certainty: proven.`, or one phrase per certainty: `Certainty of journal text: proven. Certainty of …`."""
    found = {sure: [one.text for one in said if one.certainty == sure] for sure in terms.SURE}
    sure_of = [(message(terms.CERTAINTIES_SAID[sure]), ", ".join(texts)) for sure, texts in found.items() if texts]
    if len(sure_of) == 1:
        return say("Certainty: {certainty}.", certainty=sure_of[0][0])
    return " ".join(say("Certainty of {kinds}: {certainty}.", kinds=texts, certainty=sure) for sure, texts in sure_of)
