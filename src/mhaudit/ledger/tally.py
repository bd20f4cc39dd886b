"""Tallies: how often each fact was seen, in memory that is bounded however many names a capture makes up."""

from typing import NamedTuple

from msgspec import Struct, field

from mhaudit.model.audit import Detector, Direction, Evidence

_SAMPLES = 5
_MOST_PLACES = 200
_ELSEWHERE = " > …"


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

    @property
    def scattered(self) -> bool:
        """Whether this stands for all places in a part of the exchange, because there were too many to tell apart."""
        return self == self.everywhere()

    def everywhere(self) -> "Group":
        """The same fact wherever it stands in its part of the exchange."""
        return self._replace(place=self.place.partition(" > ")[0].partition(":")[0] + _ELSEWHERE)


class Tally(Struct):
    """How often a fact was seen, the first few places, and what the first sighting looked like, masked."""

    preview: str
    because: str
    count: int = 0
    at: list[Evidence] = field(default_factory=list)

    @property
    def full(self) -> bool:
        """Whether there are samples enough."""
        return len(self.at) >= _SAMPLES

    def merge(self, other: "Tally") -> None:
        """Take in the sightings of another share of the same capture, or of another place."""
        if _where(other.at[0]) < _where(self.at[0]):
            self.preview, self.because = other.preview, other.because
        self.count += other.count
        self.at = sorted([*self.at, *other.at], key=_where)[:_SAMPLES]


def _where(evidence: Evidence) -> tuple[str, int]:
    return evidence.capture, evidence.exchange


class Tallies:
    """A tally for each group. A fact that is seen at more than two hundred places becomes one that is seen in a part.

    That depends on how many places there are, and not on which came first, so shares of a capture come to the same.
    """

    def __init__(self) -> None:
        self.found: dict[Group, Tally] = {}
        self.apart: dict[Group, list[Group]] = {}  # by what they would be together
        self.gathered = 0  # how often tallies were put together: who holds one must ask again

    def of(self, group: Group, new: Tally) -> Tally:
        """The tally to count a sighting in: `new` where there is none yet."""
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
        """Puts together what was counted place by place so far."""
        for group in self.apart.pop(everywhere, ()):
            if group in self.found:  # the last one was not counted yet
                self._merge(everywhere, self.found.pop(group))
                self.gathered += 1
        return everywhere

    def merge(self, other: "Tallies") -> None:
        """Take in what another share found."""
        for group, tally in other.found.items():
            self._merge(self._home(group), tally)

    def _merge(self, group: Group, tally: Tally) -> None:
        if group in self.found:
            self.found[group].merge(tally)
        else:
            self.found[group] = tally
