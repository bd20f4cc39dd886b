"""The order of a journal, for recordings whose clock was set back.

Exchanges are assigned to phases by time. If the clock was set back, they would be assigned to a wrong phase: then the
phase of an exchange is the one that was current when the event was written to the journal.
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

_TOLERATED = 0.1  # seconds; clocks are synchronised in small steps


class Clock(Struct):
    """The largest backward step of a clock, in seconds."""

    back: float = 0.0
    last: float | None = None

    def add(self, now: float) -> None:
        """Add the time of the next event."""
        if self.last is not None:
            self.back = max(self.back, self.last - now)
        self.last = now


class Order(Struct):
    """The order of events. `set_back` is the largest backward step in seconds; `phases` are those of flows, by id.

    `messages` are the phases of a connection's messages, in order.
    """

    set_back: float = 0.0
    phases: dict[str, str | None] = field(default_factory=dict)
    messages: dict[str, list[str | None]] = field(default_factory=dict)
    connections: list[str] = field(default_factory=list)  # not closed
    streams: list[str] = field(default_factory=list)

    def gap(self, journal: str) -> Gap:
        """Return the gap for the clock."""
        return Gap(code="clock-set-back", detail=f"{journal}: by {self.set_back:.1f} seconds", blocking=True)

    def flows(self, capture: Capture) -> dict[int, str]:
        """Return the flow ids of a capture by exchange number; for a journal those of open flows."""
        if capture.path.name != CAPTURE:
            return dict(enumerate([*self.connections, *self.streams], 1))
        with capture.path.open("rb") as file:
            return dict(enumerate(flow_ids(file), 1))

    def told(self, exchange: Exchange, flow: str) -> Iterator[Exchange]:
        """Yield an exchange with its phase, once for each phase that its messages are in."""
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
    """Return the order of a journal; an empty one if its `clock` never went back, or without a journal."""
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
    """Take one event into the order; return the phase after it."""
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
