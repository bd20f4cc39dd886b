"""The order of a journal, which holds also where the clock of the recording machine was set back.

Phases of exchanges are told by their times. Where times go back, they would book what was sent in one phase as sent in
another one: then the phase of an exchange is the one that had begun when the journal was told of it.
"""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from mhaudit.ingest.case.events import DamagedLine, Event, read_events
from mhaudit.ingest.mitm.reader import flow_ids
from mhaudit.ingest.reader import Capture
from mhaudit.model.capture import Exchange, Gap, Message
from mhaudit.model.subject import CAPTURE, PHASE_ID

_TOLERATED = 0.1  # seconds; clocks that are kept in time by small steps


class Clock(Struct):
    """Sees how far a clock was set back at most, in seconds."""

    back: float = 0.0
    last: float | None = None

    def add(self, now: float) -> None:
        """Take in the time of the next event."""
        if self.last is not None:
            self.back = max(self.back, self.last - now)
        self.last = now


class Order(Struct):
    """`set_back` is how far the clock went back at most, in seconds; `phases` are those of flows, by their ids.

    `messages` are the phases of the messages of a connection, in their order.
    """

    set_back: float = 0.0
    phases: dict[str, str | None] = field(default_factory=dict)
    messages: dict[str, list[str | None]] = field(default_factory=dict)
    connections: list[str] = field(default_factory=list)  # that were not closed
    streams: list[str] = field(default_factory=list)

    def gap(self, journal: str) -> Gap:
        """Return the gap that says so."""
        return Gap(code="clock-set-back", detail=f"{journal}: by {self.set_back:.1f} seconds", blocking=True)

    def flows(self, capture: Capture) -> dict[int, str]:
        """Return the ids of the exchanges of a capture by their numbers; of a journal those that are still open."""
        if capture.path.name != CAPTURE:
            return dict(enumerate([*self.connections, *self.streams], 1))
        with capture.path.open("rb") as file:
            return dict(enumerate(flow_ids(file), 1))

    def told(self, exchange: Exchange, flow: str) -> Iterator[Exchange]:
        """Yield an exchange with its phase, once for each phase that its messages fall into."""
        first = self.phases.get(flow)
        if not exchange.messages:
            yield replace(exchange, phase=first)
            return
        known = self.messages.get(flow, [])
        of_each = [known[n] if n < len(known) else first for n in range(len(exchange.messages))]
        for phase in dict.fromkeys([first, *of_each]):
            own = (message if of_each[n] == phase else _emptied(message) for n, message in enumerate(exchange.messages))
            yield replace(exchange, phase=phase, messages=tuple(own))


def order_of(journal: Path, clock: Clock) -> Order:
    """Return the order of a journal; an empty one where its `clock` never went back, or where there is none."""
    order = Order()
    if clock.back <= _TOLERATED:
        return order
    order.set_back = clock.back
    phase = None
    with journal.open("rb") as file:
        for event in read_events(file):
            if not isinstance(event, DamagedLine):
                phase = _take(event, order, phase)
    return order


def _take(event: Event, order: Order, phase: str | None) -> str | None:
    """Book one event; return the phase from then on."""
    flow = event.text("flow")
    match event.name:
        case "phase" if PHASE_ID.fullmatch(event.text("id")):
            return event.text("id")
        case "request" | "open":
            order.phases.setdefault(flow, phase)
            if event.name == "open":
                order.connections.append(flow)
        case "stream":
            order.streams.append(flow)
        case "message":
            order.messages.setdefault(flow, []).append(phase)
        case "end":
            for held in (order.connections, order.streams):
                if flow in held:
                    held.remove(flow)
    return phase


def _emptied(message: Message) -> Message:
    return Message(sent=message.sent, content=b"", at=message.at)
