"""Observations: what was found, where, how often. Hits of the same fact are counted together."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from msgspec.structs import replace

from mhaudit.detect.hit import Hit
from mhaudit.ledger.masking import Redactor, mask
from mhaudit.ledger.tally import Group, Tallies, Tally
from mhaudit.model.audit import CERTAINTY, Direction, Evidence, Observation, Party
from mhaudit.model.capture import Exchange
from mhaudit.model.fingerprint import fingerprint
from mhaudit.model.place import Scalar, Trail, general_place, outermost, part, place
from mhaudit.model.variation import Variation

_RECEIVED = frozenset({"response-header", "response-body", "set-cookie"})
_MOST_KNOWN = 20_000
_SCATTERED = "at so many places that they are counted as one; at the first of them: "

# What makes two hits the same without their place being written down: exchange and hit as they are.
Sighting = tuple[str, str, str | None, Direction | None, str, str, str, Trail]


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

    def __init__(self, redact: Redactor, shown: Callable[[Scalar], str] = mask) -> None:
        self.redact = redact
        self.shown = shown
        self.tallies = Tallies()
        self.decoys = 0
        self.variations: list[Variation] = []  # what another recording told of this one
        self.known: dict[Sighting, Tally] = {}  # a short cut past writing down the same place again

    def add(self, exchange: Exchange, hits: Iterable[Hit]) -> None:
        """Count the distinct hits of one exchange."""
        for hit in hits:
            if hit.decoy:
                self.decoys += 1
                continue
            tally = self._tally(exchange, hit)
            tally.count += 1
            if not tally.full:
                tally.at.append(self._evidence(exchange, hit))

    def merge(self, other: Tallies, decoys: int) -> None:
        """Take in what another share found."""
        self.decoys += decoys
        self.tallies.merge(other)

    def _tally(self, exchange: Exchange, hit: Hit) -> Tally:
        whither = direction(exchange, hit) if exchange.messages else None  # else the trail says it
        said = (hit.category, hit.detector, hit.form, hit.trail)
        sighting = (exchange.host, exchange.scheme, exchange.phase, whither, *said)
        tally = self.known.get(sighting)
        if tally is None:
            gathered = self.tallies.gathered
            tally = self.tallies.of(self._group(exchange, hit), Tally(self.shown(hit.value), self.redact(hit.because)))
            if len(self.known) >= _MOST_KNOWN or self.tallies.gathered != gathered:
                self.known.clear()
            self.known[sighting] = tally
        return tally

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
        order = sorted(self.tallies.found.items(), key=lambda item: tuple(str(part) for part in item[0]))
        found = [self._observation(group, tally, party[group.host]) for group, tally in order]
        return found + [self._varied(variation, party) for variation in self.variations]

    def _varied(self, seen: Variation, party: dict[str, Party]) -> Observation:
        host, place = self.redact(seen.host), self.redact(seen.place)
        return Observation(
            id=fingerprint("o", host, seen.category, "varied", seen.scheme, place),
            category=seen.category,
            detector="varied",
            certainty=seen.certainty,
            direction="sent",
            recipient=host,
            party=party[host],
            phase=None,
            scheme=seen.scheme,
            form=seen.form,
            preview=self.shown(seen.value),
            because=self.redact(seen.because),
            count=seen.count,
            at=tuple(replace(at, place=self.redact(at.place)) for at in seen.at),
        )

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
            because=_SCATTERED + tally.because if group.scattered else tally.because,
            count=tally.count,
            at=tuple(tally.at),
        )
