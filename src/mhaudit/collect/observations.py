"""Observations: what was found, where, how often. Hits of the same fact are counted together."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from mhaudit.collect.host_names import Moved
from mhaudit.collect.masking import HostName, Redactor, mask
from mhaudit.detect.hit import Hit
from mhaudit.model.audit import CERTAINTY, Detector, Direction, Observation, Party, Sighting
from mhaudit.model.capture import Exchange
from mhaudit.model.comparison import Variation
from mhaudit.model.memory import Memory
from mhaudit.model.names import fingerprint
from mhaudit.model.place import Scalar, Trail, depth_of, general_place, outermost, part, place
from mhaudit.model.reasons import Reason, because, changed_texts
from mhaudit.model.times import timestamp

_SAMPLES = 5
_LONGEST_METHOD, _LONGEST_PATH, _LONGEST_EVENT = 16, 300, 80  # characters
_MOST_PLACES = 200
_ELSEWHERE = " > …"


class Group(NamedTuple):
    """The key of a fact: hits with the same key are counted together."""

    host: str
    category: str
    detector: Detector
    direction: Direction
    phase: str | None
    scheme: str
    form: str
    part: str
    event: str
    place: str

    @property
    def scattered(self) -> bool:
        """Return whether this combines all places in a part of the exchange, because there were too many."""
        return self == self.everywhere()

    def everywhere(self) -> "Group":
        """Return the key of the same fact at any place in its part of the exchange."""
        return self._replace(event="", place=self.place.partition(" > ")[0].partition(":")[0] + _ELSEWHERE)


class Tally(Struct):
    """The number of hits of a fact, the first few places, and the masked value of the first hit."""

    preview: str
    reason: Reason
    source: str = ""
    count: int = 0
    at: list[Sighting] = field(default_factory=list)

    @property
    def full(self) -> bool:
        """Return whether there are enough samples."""
        return len(self.at) >= _SAMPLES

    def merge(self, other: "Tally") -> None:
        """Merge the hits of another worker, or of another place."""
        if _where(other.at[0]) < _where(self.at[0]):
            self.preview, self.reason, self.source = other.preview, other.reason, other.source
        self.count += other.count
        self.at = sorted([*self.at, *other.at], key=_where)[:_SAMPLES]


def _where(evidence: Sighting) -> tuple[str, int]:
    return evidence.capture, evidence.exchange


class Tallies:
    """A tally for each group. A fact at more than two hundred places becomes one fact of the whole part.

    This depends on the number of places and not on their order, so workers get the same result.
    """

    def __init__(self) -> None:
        self.found: dict[Group, Tally] = {}
        self.apart: dict[Group, list[Group]] = {}  # by their combined group
        self.gathered = 0  # number of combinations of tallies: holders of a tally must then fetch it again

    def of(self, group: Group, new: Tally) -> Tally:
        """Return the tally for a hit: `new` if there is none yet."""
        return self.found.setdefault(self._home(group), new)

    def _home(self, group: Group) -> Group:
        if group in self.found:
            return group
        everywhere = group.everywhere()
        if everywhere in self.found or group == everywhere:
            return self._gathered(everywhere)
        apart = self.apart.setdefault(everywhere, [])
        apart.append(group)
        return group if len(apart) <= _MOST_PLACES else self._gathered(everywhere)

    def _gathered(self, everywhere: Group) -> Group:
        """Merge the tallies of single places."""
        for group in self.apart.pop(everywhere, ()):
            if group in self.found:  # the newest one has no tally yet
                self._merge(everywhere, self.found.pop(group))
                self.gathered += 1
        return everywhere

    def regroup(self, moved: Moved) -> None:
        """Merge the facts of hosts that now share a row."""
        found = self.found
        self.found, self.apart = {}, {}
        self.gathered += 1
        for group, tally in found.items():
            own = group._replace(host=moved[group.host].shown) if group.host in moved else group
            self._merge(self._home(own), tally)

    def merge(self, other: "Tallies") -> None:
        """Merge the tallies of another worker."""
        for group, tally in other.found.items():
            self._merge(self._home(group), tally)

    def _merge(self, group: Group, tally: Tally) -> None:
        if group in self.found:
            self.found[group].merge(tally)
        else:
            self.found[group] = tally


_RECEIVED = frozenset({"response-header", "response-body", "set-cookie"})
_MOST_KNOWN = 5_000

# Key of hits that are the same, before their place is formatted: parts of exchange and hit.
HitKey = tuple[str, str, str | None, Direction | None, str, str, str, str, str, Trail]


def direction(exchange: Exchange, hit: Hit) -> Direction:
    """Return whether the app or the server sent the value of a hit."""
    first, key = outermost(hit.trail)
    if first == "message" and isinstance(key, int):
        return "sent" if exchange.messages[key].sent else "received"
    return "received" if first in _RECEIVED else "sent"


def outgoing(exchange: Exchange, hits: Iterable[Hit]) -> list[Hit]:
    """Return the hits in what the app sent, without those on decoys, which are errors."""
    return [hit for hit in hits if not hit.decoy and direction(exchange, hit) == "sent"]


class Observations:
    """The observations of all exchanges; memory grows with different observations, not with exchanges."""

    def __init__(self, redact: Redactor, shown: Callable[[Scalar], str] = mask) -> None:
        self.redact = redact
        self.shown = shown
        self.tallies = Tallies()
        self.decoys = 0
        self.variations: list[Variation] = []  # from the comparison with another recording
        self.known: Memory[HitKey, Tally] = Memory(_MOST_KNOWN)  # avoids formatting the same place again

    def add(self, exchange: Exchange, host: HostName, hits: Iterable[Hit]) -> None:
        """Count the distinct hits of one exchange."""
        for hit in hits:
            if hit.decoy:
                self.decoys += 1
                continue
            tally = self._tally(exchange, host, hit)
            tally.count += 1
            if not tally.full:
                tally.at.append(self._evidence(exchange, hit))

    def kinds_sent(self) -> int:
        """Return the number of kinds of data sent so far, counted once for each host."""
        return len({(one.category, one.host) for one in self.tallies.found if one.direction == "sent"})

    def regroup(self, moved: Moved) -> None:
        """Merge the facts of hosts that now share a row."""
        self.tallies.regroup(moved)
        self.known.clear()

    def state(self) -> tuple[Tallies, int]:
        """Return the tallies, and the number of hits on decoys."""
        return self.tallies, self.decoys

    def merge(self, other: tuple[Tallies, int]) -> None:
        """Merge the observations of another worker."""
        tallies, decoys = other
        self.decoys += decoys
        self.tallies.merge(tallies)

    def _tally(self, exchange: Exchange, host: HostName, hit: Hit) -> Tally:
        whither = direction(exchange, hit) if exchange.messages else None  # otherwise the trail gives it
        said = (hit.category, hit.detector, hit.form, hit.part, hit.event, hit.trail)
        sighting = (exchange.host, exchange.scheme, exchange.phase, whither, *said)
        tally = self.known.get(sighting)
        if tally is None:
            gathered = self.tallies.gathered
            tally = self.tallies.of(
                self._group(exchange, host, hit),
                Tally(self.shown(hit.value), changed_texts(hit.reason, self.redact), hit.source),
            )
            if self.tallies.gathered != gathered:
                self.known.clear()
            self.known.keep(sighting, tally)
        return tally

    def _group(self, exchange: Exchange, host: HostName, hit: Hit) -> Group:
        return Group(
            host=host.shown,
            category=hit.category,
            detector=hit.detector,
            direction=direction(exchange, hit),
            phase=exchange.phase,
            scheme=exchange.scheme,
            form=hit.form,
            part=hit.part,
            event=self._event(hit),
            place=self.redact(general_place(hit.trail)),
        )

    def _evidence(self, exchange: Exchange, hit: Hit) -> Sighting:
        return Sighting(
            capture=exchange.capture,
            exchange=exchange.number,
            at=timestamp(exchange.started),
            method=exchange.method[:_LONGEST_METHOD],
            path=self.redact(exchange.path.partition("?")[0][:_LONGEST_PATH]),
            event=self._event(hit),
            part=part(hit.trail),
            place=self.redact(place(hit.trail)),
        )

    def _event(self, hit: Hit) -> str:
        return self.redact(hit.event[:_LONGEST_EVENT]) if hit.event else ""

    def observations(self, party: dict[str, Party]) -> list[Observation]:
        """Return all observations, sorted by recipient, category, detector and place."""
        order = sorted(self.tallies.found.items(), key=lambda item: tuple(str(part) for part in item[0]))
        ids = _ids(group for group, _ in order)
        found = [
            self._observation(name, group, tally, party[group.host])
            for (group, tally), name in zip(order, ids, strict=True)
        ]
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
            reason=changed_texts(seen.reason, self.redact),
            count=seen.count,
            at=tuple(replace(at, place=self.redact(at.place)) for at in seen.at),
        )

    def _observation(self, id_: str, group: Group, tally: Tally, party: Party) -> Observation:
        return Observation(
            id=id_,
            category=group.category,
            part=group.part,
            detector=group.detector,
            certainty=CERTAINTY[group.detector],
            direction=group.direction,
            recipient=group.host,
            party=party,
            phase=group.phase,
            scheme=group.scheme,
            form=group.form,
            preview=tally.preview,
            reason=because("scattered", first=tally.reason) if group.scattered else tally.reason,
            source=tally.source,
            count=tally.count,
            at=tuple(tally.at),
        )


def _ids(groups: Iterable[Group]) -> Iterator[str]:
    """Yield an id for each group; its event is included only if ids collide, so that most ids never change."""
    used: set[str] = set()
    for group in groups:
        own = [str(field) for name, field in zip(group._fields, group, strict=True) if name not in ("part", "event")]
        id_ = fingerprint("o", *own)
        if id_ in used:
            id_ = fingerprint("o", *own, group.part, group.event)
        used.add(id_)
        yield id_


_STRENGTH = {"proven": 3, "declared": 2, "likely": 1, "possible": 0}
_SURE, _STATED = 3, 2


def distinct(hits: Iterable[Hit]) -> list[Hit]:
    """Return the hits without repetitions: the surest at a place, the most specific of nested places."""
    best: dict[tuple[str, Trail], Hit] = {}
    for hit in hits:
        key = (hit.category, hit.trail)
        kept = best.get(key)
        if kept is None or _STRENGTH[hit.certainty] > _STRENGTH[kept.certainty]:
            best[key] = hit
    dropped: set[tuple[str, Trail]] = set(_outdone(best))
    nested = _may_be_nested(best)
    for key, hit in best.items():
        for ancestor, deeper in _ancestors(hit.trail) if hit.category in nested else ():
            outer = best.get((hit.category, ancestor))
            if outer is None or _STRENGTH[outer.certainty] > _STRENGTH[hit.certainty]:
                continue
            # the inner place is better if it names a field, or if the outer one matched only in an encoding
            dropped.add((hit.category, ancestor) if deeper or not outer.form.startswith("plain") else key)
    return [hit for key, hit in best.items() if key not in dropped]


def _may_be_nested(best: Iterable[tuple[str, Trail]]) -> set[str]:
    """Return the categories with places that may be nested: not if all are equally deep, as the events of a list.

    A step as a whole, which has no key, contains the keys of that step, which have the same depth.
    """
    depths: dict[str, int] = {}
    nested: set[str] = set()
    for category, trail in best:
        depth = depth_of(trail) if trail[2] is not None else 0
        if category not in depths:
            depths[category] = depth
        elif not depth or depths[category] != depth:
            nested.add(category)
    return nested


def _outdone(best: dict[tuple[str, Trail], Hit]) -> Iterator[tuple[str, Trail]]:
    """Yield guesses of other kinds at a place with a sure value: one value is one datum. Crisis kinds are kept."""
    sure = {trail: hit.category for (_, trail), hit in best.items() if _STRENGTH[hit.certainty] >= _SURE}
    for key, hit in best.items() if sure else ():
        category, trail = key
        known = sure.get(trail)
        if known and known != category and _STRENGTH[hit.certainty] < _STATED and not category.startswith("crisis."):
            yield key


def _ancestors(trail: Trail) -> Iterator[tuple[Trail, bool]]:
    """Yield each place around a place, and whether a field was named on the way in."""
    named = False
    at: Trail | None = trail
    while at is not None:
        parent, codec, key = at
        if key is not None:
            yield (parent, codec, None), True
            named = True
        if parent is not None:
            yield parent, named
        at = parent
