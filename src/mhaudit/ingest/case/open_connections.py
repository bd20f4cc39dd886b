"""Connections that were open when a recording was interrupted: the journal has their messages, the dump has not.

Requests and responses that were streamed are stored in pieces in a folder beside the journal.
"""

import re
from base64 import b64decode
from collections.abc import Collection, Container, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from mhaudit.ingest.case.events import Event
from mhaudit.model.capture import Exchange, Headers, Kind, Message
from mhaudit.model.subject import STREAMS

_KINDS: dict[str, Kind] = {"websocket": "websocket", "tcp": "tcp", "udp": "udp"}
_FLOW = re.compile(r"[0-9a-fA-F-]{8,64}")
_LARGEST = 1 << 26  # bytes that are read of a body
_MOST_PIECES = 4000


class _Connection(Struct):
    event: Event
    messages: list[Message] = field(default_factory=list)


class _Stream(Struct):
    event: Event
    answer: Event | None = None
    pieces: list[tuple[int, float]] = field(default_factory=list)


class OpenConnections:
    """The open connections, from their opening to their end."""

    def __init__(self) -> None:
        self._open: dict[str, _Connection] = {}
        self._streams: dict[str, _Stream] = {}

    def add(self, event: Event) -> None:
        """Add one event; most are not about connections."""
        flow = event.text("flow")
        if event.name == "open" and event.text("kind") in _KINDS:
            self._open[flow] = _Connection(event)
        elif event.name == "message" and flow in self._open:
            self._open[flow].messages.append(_message(event))
        elif event.name == "stream" and _FLOW.fullmatch(flow):
            self._streams[flow] = _Stream(event)
        elif flow in self._streams and event.name in ("answer", "piece"):
            _add(self._streams[flow], event)
        elif event.name == "end":
            self._open.pop(flow, None)
            self._streams.pop(flow, None)

    @property
    def flows(self) -> Collection[str]:
        """Return the ids of the open flows."""
        return {*self._open, *self._streams}

    def exchange(self, flow: str, journal: str) -> Exchange | None:
        """Return an open connection, as far as it was recorded; None if it is not open."""
        held = self._open.get(flow)
        return _exchange(held, journal, 1) if held else None

    def exchanges(self, journal: str, saved: Container[str], case: Path | None = None) -> Iterator[Exchange]:
        """Yield the connections that were never closed, numbered from 1; flows in `saved` are in the dump.

        Pieces of bodies are read from the folder of the `case`.
        """
        pending = [held for flow, held in self._open.items() if flow not in saved]
        for number, held in enumerate(pending, 1):
            yield _exchange(held, journal, number)
        streams = [(flow, held) for flow, held in self._streams.items() if flow not in saved]
        for number, (flow, stream) in enumerate(streams, len(pending) + 1):
            yield _streamed(flow, stream, journal, number, case)


def _add(stream: _Stream, event: Event) -> None:
    if event.name == "answer":
        stream.answer = event
    elif event.text("part") == "response" and len(stream.pieces) < _MOST_PIECES:
        stream.pieces.append((_number(event.fields.get("size")) or 0, event.at))


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


def _streamed(flow: str, stream: _Stream, journal: str, number: int, case: Path | None) -> Exchange:
    event, answer = stream.event, stream.answer
    sizes = accumulate(size for size, _ in stream.pieces)
    return Exchange(
        capture=journal,
        number=number,
        started=event.at,
        scheme=event.text("scheme"),
        host=event.text("host").lower().rstrip("."),
        port=_number(event.fields.get("port")),
        ip=event.text("ip") or None,
        method=event.text("method"),
        path=event.text("path"),
        headers=_headers(event.fields.get("headers")),
        body=_body(case, flow, "request") or b"",
        status=_number(answer.fields.get("status")) if answer else None,
        response_headers=_headers(answer.fields.get("headers")) if answer else (),
        response_body=_body(case, flow, "response") if answer else None,
        answered=stream.pieces[-1][1] if stream.pieces else None,
        arrivals=tuple(zip(sizes, (at for _, at in stream.pieces), strict=True)),
    )


def _body(case: Path | None, flow: str, part: str) -> bytes | None:
    """Return the recorded pieces of a body; None if there is no file of them."""
    path = case / STREAMS / f"{flow}.{part}" if case else None
    if path is None or path.is_symlink() or not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST)
    except OSError:
        return None


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
