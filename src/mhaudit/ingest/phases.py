"""Phases of a recording: when each began, and which of them an exchange belongs to."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from mhaudit.model.capture import Exchange, Gap, Item, Message
from mhaudit.model.subject import AppProfile


class Stage(NamedTuple):
    """One phase, from when to when, in seconds since the epoch; a phase can come again."""

    id: str
    begun: float
    ended: float | None


class Phases:
    """The phases of one recording, in order."""

    def __init__(self, stages: Sequence[Stage], *, closed: bool = False) -> None:
        """`closed`: what comes after the end of a stage and before the next one belongs to none."""
        self.stages = tuple(stages)
        self.closed = closed
        self._by_time = sorted(stages, key=lambda stage: stage.begun)
        self._begun = [stage.begun for stage in self._by_time]

    def at(self, time: float | None) -> str | None:
        """The phase at a time; None before the first."""
        place = bisect_right(self._begun, time) if time is not None else 0
        stage = self._by_time[place - 1] if place else None
        over = self.closed and stage and stage.ended is not None and time is not None and time >= stage.ended
        return stage.id if stage and not over else None

    def told(self, exchange: Exchange) -> Iterator[Exchange]:
        """The exchange with its phase. A connection that lasts over several is told once for each, with the messages
        that fell into it; the others are left empty, so that a message keeps its number.
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
    """The phases that the app profile gives times for; each without an end lasts until the next."""
    periods = app.periods if app else ()
    begins = [*(period.begun for period in periods[1:]), None]
    stages = (Stage(each.id, each.begun, each.ended or begin) for each, begin in zip(periods, begins, strict=True))
    return Phases(list(stages) if periods else (), closed=True)


def in_phases(items: Iterable[Item], phases: Phases, capture: str) -> Iterator[Item]:
    """The items of a capture made elsewhere, with the phase of each exchange. One without a time has none: a gap."""
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
