"""Observations folded for reading: one entry for the same kind of fact at many places, each place told once."""

from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from mhaudit.model.audit import Certainty, Detector, Direction, Observation, Sighting
from mhaudit.model.reasons import Reason
from mhaudit.report.text import terms


class SightingRow(Struct, frozen=True, kw_only=True):
    """One place, and the exchanges (capture, number, time) in which something was seen there."""

    place: str
    exchanges: tuple[tuple[str, int, str | None], ...]


class Entry(Struct, frozen=True, kw_only=True):
    """Observations that differ in their places and the wording of the reason alone. `previews` are masked."""

    category: str
    certainty: Certainty
    detector: Detector
    direction: Direction
    form: str
    phase: str | None
    scheme: str
    reasons: tuple[Reason, ...]
    previews: tuple[str, ...]
    hosts: tuple[str, ...]
    count: int
    sightings: tuple[SightingRow, ...]
    ids: tuple[str, ...]
    captures: tuple[str, ...]


def entries(observations: Iterable[Observation]) -> tuple[Entry, ...]:
    """The observations as entries: what was sent before what was received, the surest first."""
    alike = defaultdict(list)
    for seen in observations:
        alike[
            seen.direction != "sent",
            terms.SURE.index(seen.certainty),
            seen.category,
            seen.detector,
            seen.form,
            seen.phase or "",
            seen.scheme,
        ].append(seen)
    return tuple(_entry(alike[key]) for key in sorted(alike))


def _entry(alike: list[Observation]) -> Entry:
    first = alike[0]
    return Entry(
        category=first.category,
        certainty=first.certainty,
        detector=first.detector,
        direction=first.direction,
        form=first.form,
        phase=first.phase,
        scheme=first.scheme,
        reasons=tuple(sorted({seen.reason for seen in alike})),
        previews=_distinct(seen.preview for seen in alike if seen.preview),
        hosts=_distinct(seen.recipient for seen in alike),
        count=sum(seen.count for seen in alike),
        sightings=sightings(place for seen in alike for place in seen.at),
        ids=tuple(seen.id for seen in alike),
        captures=_distinct(place.capture for seen in alike for place in seen.at),
    )


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(texts)))


def sightings(evidence: Iterable[Sighting]) -> tuple[SightingRow, ...]:
    """The places in the order of their first exchange."""
    places = defaultdict(set)
    for at in evidence:
        places[at.place].add((at.capture, at.exchange, at.at))
    told = [
        SightingRow(place=place, exchanges=tuple(sorted(found, key=lambda each: (each[0], each[1], each[2] or ""))))
        for place, found in places.items()
    ]
    return tuple(sorted(told, key=lambda seen: (seen.exchanges[0][:2], seen.place)))
