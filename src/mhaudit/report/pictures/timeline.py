"""When what was sent to whom: a line for each company, a mark for each time, and the phases of the recording behind."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from msgspec import Struct

from mhaudit.model.audit import Audit, Phase
from mhaudit.report.html.companies import Group
from mhaudit.report.pictures.flow import cut, tone

WIDTH, LEFT = 1000, 240
ROW, _TOP, _BOTTOM = 24, 34, 26
MOST_COMPANIES = 24
_STEP = 4  # marks nearer than this are one
_ORDER = {"device": 0, "person": 1, "inner": 2}  # what matters most is drawn last, on top


class Band(Struct, frozen=True, kw_only=True):
    """A phase, by its number in the table."""

    number: int
    x: float
    width: float


class Mark(Struct, frozen=True, kw_only=True):
    x: float
    tone: str


class Line(Struct, frozen=True, kw_only=True):
    """A company; `first` is where it was first contacted, if that was recorded."""

    name: str
    y: int
    first: float | None
    marks: tuple[Mark, ...]


class Timeline(Struct, frozen=True, kw_only=True):
    """The picture; `began` and `ended` are ISO 8601 in UTC, `more` counts companies that are left to the cards."""

    height: int
    began: str
    ended: str
    bands: tuple[Band, ...]
    lines: tuple[Line, ...]
    more: int


def timeline(audit: Audit, groups: Sequence[Group]) -> Timeline | None:
    """Others than the app's own servers over time; None where nothing has a time, or all has the same."""
    outside = [group for group in groups if not group.own]
    times = sorted(set(_times(audit, outside)))
    if not outside or len(times) < 2 or seconds(times[0]) == seconds(times[-1]):
        return None
    scale = _Scale(seconds(times[0]), seconds(times[-1]))
    shown = outside[:MOST_COMPANIES]
    return Timeline(
        height=_TOP + ROW * len(shown) + _BOTTOM,
        began=times[0],
        ended=times[-1],
        bands=tuple(_bands(audit.phases, scale)),
        lines=tuple(_line(group, number, scale) for number, group in enumerate(shown)),
        more=len(outside) - len(shown),
    )


def seconds(text: str) -> float:
    """ISO 8601 as seconds since the epoch; what is no time is 0, where it disturbs nothing else."""
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC).timestamp()
    except (ValueError, OverflowError):
        return 0.0


class _Scale:
    """Times to places between the names and the right edge."""

    def __init__(self, began: float, ended: float) -> None:
        self.began, self.span = began, ended - began

    def at(self, text: str) -> float:
        share = (seconds(text) - self.began) / self.span
        return round(LEFT + min(1.0, max(0.0, share)) * (WIDTH - LEFT - 12), 1)


def _times(audit: Audit, groups: Sequence[Group]) -> Iterator[str]:
    found = (host.first_seen for group in groups for host in group.hosts)
    evidence = (place.at for group in groups for seen in group.sent for place in seen.at)
    marked = (time for phase in audit.phases for time in (phase.from_, phase.to))
    yield from (time for times in (found, evidence, marked) for time in times if time and seconds(time))


def _bands(phases: Sequence[Phase], scale: _Scale) -> Iterator[Band]:
    for number, phase in enumerate(phases, 1):
        if phase.from_:
            start = scale.at(phase.from_)
            end = scale.at(phase.to) if phase.to else float(WIDTH - 12)
            yield Band(number=number, x=start, width=round(max(1.0, end - start), 1))


def _line(group: Group, number: int, scale: _Scale) -> Line:
    bins: dict[tuple[int, str], float] = {}
    for seen in group.sent:
        for place in seen.at:
            if place.at:
                x = scale.at(place.at)
                bins.setdefault((int(x // _STEP), tone(seen.category)), x)
    marks = [Mark(x=x, tone=shade) for (_, shade), x in bins.items()]
    return Line(
        name=cut(group.name),
        y=_TOP + ROW * number + ROW // 2,
        first=scale.at(group.first_seen) if group.first_seen else None,
        marks=tuple(sorted(marks, key=lambda mark: (_ORDER[mark.tone], mark.x))),
    )


class Stage(Struct, frozen=True, kw_only=True):
    """A row of the table behind: who was contacted in a phase, and who of them was sent something personal."""

    phase: Phase
    contacted: tuple[Group, ...]
    kinds: tuple[str, ...]


def stages(audit: Audit, groups: Sequence[Group]) -> tuple[Stage, ...]:
    """The phases in order; one that came twice stands twice, with what was seen in both."""
    contacted: dict[str, list[Group]] = defaultdict(list)
    kinds: dict[str, set[str]] = defaultdict(set)
    for group in groups:
        if not group.own:
            for phase in group.phases:
                contacted[phase].append(group)
            for seen in group.sent:
                if seen.phase and not seen.category.startswith("device."):
                    kinds[seen.phase].add(seen.category)
    return tuple(
        Stage(phase=phase, contacted=tuple(contacted[phase.id]), kinds=tuple(sorted(kinds[phase.id])))
        for phase in audit.phases
    )
