"""Phases of a recording: when each began, and which of them an exchange belongs to."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from mhaudit.model.capture import Exchange, Message


class Stage(NamedTuple):
    """One phase, from when to when, in seconds since the epoch; a phase can come again."""

    id: str
    begun: float
    ended: float | None


class Phases:
    """The phases of one recording, in order."""

    def __init__(self, stages: Sequence[Stage]) -> None:
        self.stages = tuple(sorted(stages, key=lambda stage: stage.begun))
        self._begun = [stage.begun for stage in self.stages]

    def at(self, time: float | None) -> str | None:
        """The phase at a time; None before the first."""
        place = bisect_right(self._begun, time) if time is not None else 0
        return self.stages[place - 1].id if place else None

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


def _emptied(message: Message) -> Message:
    return Message(sent=message.sent, content=b"", at=message.at)
