from base64 import b64encode
from typing import Any

from mhaudit.ingest.case.events import Event
from mhaudit.ingest.case.open_connections import OpenConnections
from mhaudit.model.capture import Exchange, Message

OPENED: dict[str, Any] = {
    "flow": "f1",
    "kind": "websocket",
    "host": "Chat.Example",
    "scheme": "https",
    "method": "GET",
    "path": "/s",
    "headers": [["host", "chat.example"], ["odd"]],
    "port": 443,
    "ip": "192.0.2.1",
}


def message(flow: str, sent: bool, content: bytes, at: float = 2.0) -> Event:
    return Event("message", at, {"flow": flow, "sent": sent, "content": b64encode(content).decode()})


def read(*events: Event, saved: tuple[str, ...] = ()) -> list[Exchange]:
    connections = OpenConnections()
    for event in events:
        connections.add(event)
    return list(connections.exchanges("journal.jsonl", saved))


def test_a_connection_that_was_never_closed_is_an_exchange() -> None:
    assert read(Event("open", 1.0, OPENED), message("f1", True, b"hi"), message("f1", False, b"\x00", 3.0)) == [
        Exchange(
            capture="journal.jsonl",
            number=1,
            kind="websocket",
            started=1.0,
            scheme="https",
            host="chat.example",
            port=443,
            ip="192.0.2.1",
            method="GET",
            path="/s",
            headers=(("host", "chat.example"),),
            body=b"",
            messages=(Message(sent=True, content=b"hi", at=2.0), Message(sent=False, content=b"\x00", at=3.0)),
        )
    ]


def test_closed_and_saved_connections_are_left_out() -> None:
    opened = Event("open", 1.0, OPENED)
    assert read(opened, message("f1", True, b"hi"), Event("end", 3.0, {"flow": "f1"})) == []
    assert read(opened, message("f1", True, b"hi"), saved=("f1",)) == []


def test_connections_are_numbered_and_kept_apart() -> None:
    other = {"flow": "f2", "kind": "tcp", "host": "mqtt.example", "scheme": "tls"}
    found = read(
        Event("open", 1.0, OPENED), Event("open", 1.5, other), message("f2", True, b"b"), message("f1", True, b"a")
    )
    assert [(each.number, each.kind, each.messages[0].content) for each in found] == [
        (1, "websocket", b"a"),
        (2, "tcp", b"b"),
    ]


def test_invalid_events_are_not_connections() -> None:
    odd = OPENED | {"kind": ["tcp"], "flow": 7}
    assert read(Event("open", 1.0, odd), message("nobody", True, b"x"), Event("end", 1.0, {"flow": "nobody"})) == []


def test_a_message_with_invalid_base64_is_empty() -> None:
    broken = Event("message", 2.0, {"flow": "f1", "sent": True, "content": "%%%"})
    (found,) = read(Event("open", 1.0, OPENED | {"headers": "none", "port": "443"}), broken)
    assert (found.messages[0].content, found.headers, found.port) == (b"", (), None)
