"""Observations: hits grouped by who received what, where, in what form, with counts and the first few places."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from mhaudit.detect.hit import Hit
from mhaudit.ledger.masking import Redactor, mask
from mhaudit.model.audit import CERTAINTY, Detector, Direction, Evidence, Observation, Party
from mhaudit.model.capture import Exchange
from mhaudit.model.fingerprint import fingerprint
from mhaudit.model.place import general_place, outermost, part, place

_SAMPLES = 5
_RECEIVED = frozenset({"response-header", "response-body", "set-cookie"})


class Group(NamedTuple):
    """What makes two sightings the same fact."""

    host: str
    category: str
    detector: Detector
    direction: Direction
    phase: str | None
    scheme: str
    form: str
    place: str


@dataclass(slots=True)
class Tally:
    """How often a fact was seen, the first few places, and what the first sighting looked like, masked."""

    preview: str
    because: str
    count: int = 0
    at: list[Evidence] = field(default_factory=list)

    def merge(self, other: "Tally") -> None:
        """Take in the sightings of another share of the same capture."""
        if _where(other.at[0]) < _where(self.at[0]):
            self.preview, self.because = other.preview, other.because
        self.count += other.count
        self.at = sorted([*self.at, *other.at], key=_where)[:_SAMPLES]


def _where(evidence: Evidence) -> tuple[str, int]:
    return evidence.capture, evidence.exchange


def timestamp(seconds: float | None) -> str | None:
    """ISO 8601 in UTC with milliseconds; None for unknown and impossible times."""
    if seconds is None:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    except (ValueError, OverflowError, OSError):
        return None


def direction(exchange: Exchange, hit: Hit) -> Direction:
    """Whether the app sent what was hit, or the server did."""
    first, key = outermost(hit.trail)
    if first == "message" and isinstance(key, int):
        return "sent" if exchange.messages[key].sent else "received"
    return "received" if first in _RECEIVED else "sent"


class Facts:
    """Collects the hits of all exchanges; memory grows with the different facts, not with the exchanges."""

    def __init__(self, redact: Redactor) -> None:
        self.redact = redact
        self.tallies: dict[Group, Tally] = {}
        self.decoys = 0

    def add(self, exchange: Exchange, hits: Iterable[Hit]) -> None:
        """Count the distinct hits of one exchange."""
        for hit in hits:
            if hit.decoy:
                self.decoys += 1
                continue
            group = self._group(exchange, hit)
            tally = self.tallies.get(group)
            if tally is None:
                tally = self.tallies[group] = Tally(mask(hit.value), self.redact(hit.because))
            tally.count += 1
            if len(tally.at) < _SAMPLES:
                tally.at.append(self._evidence(exchange, hit))

    def merge(self, other: "dict[Group, Tally]", decoys: int) -> None:
        """Take in what another share found."""
        self.decoys += decoys
        for group, tally in other.items():
            if group in self.tallies:
                self.tallies[group].merge(tally)
            else:
                self.tallies[group] = tally

    def _group(self, exchange: Exchange, hit: Hit) -> Group:
        return Group(
            host=self.redact(exchange.host),
            category=hit.category,
            detector=hit.detector,
            direction=direction(exchange, hit),
            phase=exchange.phase,
            scheme=exchange.scheme,
            form=hit.form,
            place=self.redact(general_place(hit.trail)),
        )

    def _evidence(self, exchange: Exchange, hit: Hit) -> Evidence:
        return Evidence(
            capture=exchange.capture,
            exchange=exchange.number,
            at=timestamp(exchange.started),
            part=part(hit.trail),
            place=self.redact(place(hit.trail)),
        )

    def observations(self, party: dict[str, Party]) -> list[Observation]:
        """All facts, sorted by recipient, category, detector and place."""
        order = sorted(self.tallies.items(), key=lambda item: tuple(str(part) for part in item[0]))
        return [self._observation(group, tally, party[group.host]) for group, tally in order]

    def _observation(self, group: Group, tally: Tally, party: Party) -> Observation:
        return Observation(
            id=fingerprint("o", *(str(part) for part in group)),
            category=group.category,
            detector=group.detector,
            certainty=CERTAINTY[group.detector],
            direction=group.direction,
            recipient=group.host,
            party=party,
            phase=group.phase,
            scheme=group.scheme,
            form=group.form,
            preview=tally.preview,
            because=tally.because,
            count=tally.count,
            at=tuple(tally.at),
        )
