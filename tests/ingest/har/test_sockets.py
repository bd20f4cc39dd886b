"""Messages of WebSockets, as each producer of HAR writes them."""

from typing import Any

import pytest

from mhaudit.ingest.har.entry import read_entry
from mhaudit.ingest.har.sockets import message_gaps, messages_of, read_messages
from mhaudit.model.capture import Exchange, Message
from tests.ingest.captures import entry, exchanges, gaps


def exchange(request: dict[str, Any] | None = None, **fields: Any) -> Exchange:
    (found,) = exchanges(read_entry(entry(request, **fields), "a.har", 7))
    return found


@pytest.mark.parametrize("key", ["_webSocketMessages", "webSocketMessages", "_websocket_messages", "_webSocketFrames"])
def test_messages_under_other_names(key: str) -> None:
    messages = [{"direction": "outgoing", "payload": "so tired"}, {"fromClient": False, "content": "why?"}]
    found = exchange({key: messages})
    assert (found.kind, found.messages) == (
        "websocket",
        (Message(sent=True, content=b"so tired"), Message(sent=False, content=b"why?")),
    )


def test_messages_of_a_web_socket() -> None:
    found = exchange(
        _webSocketMessages=[
            {"type": "send", "time": 1_700_000_000.5, "opcode": 1, "data": '{"mood":3}'},
            {"type": "receive", "time": 1_700_000_001, "opcode": 2, "data": "aGk="},  # Chrome names no encoding
            {"type": "send", "opcode": 1, "data": "aGk=", "encoding": "base64"},  # PCAPdroid
            {"type": "send", "opcode": 1, "data": "aGk="},
            {"type": "send", "time": None, "opcode": 8, "data": None},
            "noise",
        ]
    )
    assert found.kind == "websocket"
    assert found.messages == (
        Message(sent=True, content=b'{"mood":3}', at=1_700_000_000.5),
        Message(sent=False, content=b"hi", at=1_700_000_001.0),
        Message(sent=True, content=b"hi"),
        Message(sent=True, content=b"aGk="),
    )


def test_a_message_that_is_not_base64_is_kept_unchanged() -> None:
    (message,) = exchange(_webSocketMessages=[{"type": "send", "opcode": 2, "data": "no base64!"}]).messages
    assert message == Message(sent=True, content=b"no base64!")


@pytest.mark.parametrize(
    ("messages", "lost"),
    [
        ([{"type": "send", "opcode": 1, "data": None}, {"type": "send", "opcode": 1, "data": "a"}], 1),
        (["noise", None, {}], 3),
        ([{"opcode": 8, "data": None}, {"opcode": 9}, {"opcode": 10}], 0),  # close, ping, pong
        ([{"opcode": 1, "data": ""}], 0),
    ],
)
def test_messages_without_content(messages: object, lost: int) -> None:
    found = gaps(read_entry(entry(_webSocketMessages=messages), "a.har", 7))
    wanted = f"a.har: entry 7: {lost} WebSocket messages without content"
    assert [(gap.code, gap.detail, gap.blocking) for gap in found] == (
        [("body-not-captured", wanted, True)] if lost else []
    )


@pytest.mark.parametrize("messages", [None, [], "noise"])
def test_no_messages(messages: object) -> None:
    assert exchange(_webSocketMessages=messages).messages == ()


@pytest.mark.parametrize(
    ("message", "sent"),
    [
        ({"type": "send"}, True),
        ({"type": "Receive"}, False),
        ({"direction": "incoming"}, False),
        ({"from": "server"}, False),
        ({"side": "client"}, True),
        ({"type": "request", "fromClient": False}, True),  # the word comes before the flag
        ({"fromClient": False}, False),
        ({"sent": True}, True),
        ({"outgoing": 0}, False),
        ({}, True),  # of which nothing is said counts as sent
    ],
)
def test_the_direction_of_a_message(message: dict[str, Any], sent: bool) -> None:
    assert list(read_messages([{**message, "data": "x"}])) == [Message(sent=sent, content=b"x")]


def test_the_list_of_messages_wherever_it_is_kept() -> None:
    kept = [{"data": "x"}]
    assert messages_of({"ws-messages": kept}) is kept
    assert messages_of({"response": {"_wsFrames": kept}}) is kept
    assert messages_of({"_webSocketMessages": [], "request": {"wsMessages": kept}}) is kept
    assert messages_of({"messages": kept, "response": None}) is None
    assert messages_of({"_webSocketMessages": {"data": "x"}}) is None


def test_no_list_lacks_nothing() -> None:
    assert list(message_gaps(None, "a.example", "entry 1")) == []
    assert list(read_messages({"data": "x"})) == []
