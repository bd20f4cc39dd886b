"""Phases of a recording: their times, and the assignment of exchanges to them."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from mhaudit.model.capture import Exchange, Gap, Item, Message
from mhaudit.model.subject import AppProfile


class Stage(NamedTuple):
    """One phase with beginning and end, in seconds since the epoch; a phase can occur again."""

    id: str
    begun: float
    ended: float | None


class Phases:
    """The phases of one recording, in order."""

    def __init__(self, stages: Sequence[Stage], *, closed: bool = False) -> None:
        """Create the phases. `closed`: the time between the end of a stage and the next one belongs to no phase."""
        self.stages = tuple(stages)
        self.closed = closed
        self._by_time = sorted(stages, key=lambda stage: stage.begun)
        self._begun = [stage.begun for stage in self._by_time]

    def at(self, time: float | None) -> str | None:
        """Return the phase at a time; None before the first."""
        place = bisect_right(self._begun, time) if time is not None else 0
        stage = self._by_time[place - 1] if place else None
        over = self.closed and stage and stage.ended is not None and time is not None and time >= stage.ended
        return stage.id if stage and not over else None

    def told(self, exchange: Exchange) -> Iterator[Exchange]:
        """Yield the exchange with its phase, a connection once for each phase that it lasts into.

        Messages of other phases are left empty, so that message numbers stay the same.
        """
        first = self.at(exchange.started)
        if not exchange.messages:
            yield replace(exchange, phase=first)
            return
        of_each = [self.at(message.at) if message.at is not None else first for message in exchange.messages]
        for phase in dict.fromkeys([first, *of_each]):
            own = (message if of_each[n] == phase else _emptied(message) for n, message in enumerate(exchange.messages))
            yield replace(exchange, phase=phase, messages=tuple(own))


def phases_from(app: AppProfile | None) -> Phases:
    """Return the phases with times in the app profile; one without an end lasts until the next."""
    periods = app.periods if app else ()
    begins = [*(period.begun for period in periods[1:]), None]
    stages = (Stage(each.id, each.begun, each.ended or begin) for each, begin in zip(periods, begins, strict=True))
    return Phases(list(stages) if periods else (), closed=True)


def in_phases(items: Iterable[Item], phases: Phases, capture: str) -> Iterator[Item]:
    """Yield the items of an external capture, exchanges with their phase. One without a time has none: a gap."""
    for item in items:
        if not isinstance(item, Exchange):
            yield item
            continue
        if item.started is None:
            detail = f"{capture}: exchanges without a time"
            yield Gap(code="phase-not-known", host=item.host, detail=detail, blocking=True)
        yield from phases.told(item)


def _emptied(message: Message) -> Message:
    return Message(sent=message.sent, content=b"", at=message.at)
