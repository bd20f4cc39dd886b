"""Connections that were still open when a recording was cut off: the journal has their messages, the dump has not."""

from base64 import b64decode
from collections.abc import Collection, Container, Iterator
from typing import Any

from msgspec import Struct, field

from mhaudit.ingest.case.events import Event
from mhaudit.model.capture import Exchange, Headers, Kind, Message

_KINDS: dict[str, Kind] = {"websocket": "websocket", "tcp": "tcp", "udp": "udp"}


class _Connection(Struct):
    event: Event
    messages: list[Message] = field(default_factory=list)


class OpenConnections:
    """Holds each from its opening to its end."""

    def __init__(self) -> None:
        self._open: dict[str, _Connection] = {}

    def add(self, event: Event) -> None:
        """Take in one event; most are of no connection."""
        flow = event.text("flow")
        if event.name == "open" and event.text("kind") in _KINDS:
            self._open[flow] = _Connection(event)
        elif event.name == "message" and flow in self._open:
            self._open[flow].messages.append(_message(event))
        elif event.name == "end":
            self._open.pop(flow, None)

    @property
    def flows(self) -> Collection[str]:
        """The ids of those that are open."""
        return self._open.keys()

    def exchange(self, flow: str, journal: str) -> Exchange | None:
        """One that is open, as far as it came."""
        held = self._open.get(flow)
        return _exchange(held, journal, 1) if held else None

    def exchanges(self, journal: str, saved: Container[str]) -> Iterator[Exchange]:
        """Those that were never closed, numbered from 1; flows that are `saved` stand in the dump."""
        pending = [held for flow, held in self._open.items() if flow not in saved]
        for number, held in enumerate(pending, 1):
            yield _exchange(held, journal, number)


def _exchange(held: _Connection, journal: str, number: int) -> Exchange:
    event = held.event
    return Exchange(
        capture=journal,
        number=number,
        kind=_KINDS[event.text("kind")],
        started=event.at,
        scheme=event.text("scheme"),
        host=event.text("host").lower().rstrip("."),
        port=_number(event.fields.get("port")),
        ip=event.text("ip") or None,
        method=event.text("method"),
        path=event.text("path"),
        headers=_headers(event.fields.get("headers")),
        body=b"" if event.text("method") else None,
        messages=tuple(held.messages),
    )


def _message(event: Event) -> Message:
    try:
        content = b64decode(event.text("content"), validate=True)
    except ValueError:
        content = b""
    return Message(sent=event.fields.get("sent") is True, content=content, at=event.at)


def _number(found: Any) -> int | None:
    return found if isinstance(found, int) else None


def _headers(found: Any) -> Headers:
    if not isinstance(found, list):
        return ()
    pairs = (pair for pair in found if isinstance(pair, list) and len(pair) == 2)
    return tuple((str(name), str(value)) for name, value in pairs)
