import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from mhaudit.ingest.har.reader import HarReader
from mhaudit.ingest.reader import Capture
from mhaudit.model.capture import Exchange, Message
from mhaudit.redaction import har

from .sample import exchange

FULL = exchange(
    started=1763631000.25,
    answered=1763631000.5,
    ip="203.0.113.7",
    port=8443,
    path="/a?b=c",
    headers=(("Content-Type", "application/json"),),
    body=b'{"a":"\xc3\xa9"}',
    status=200,
    response_headers=(("Content-Type", "application/x-protobuf"),),
    response_body=b"\x00\xff\x01",
)
SOCKET = exchange(
    kind="websocket", messages=(Message(sent=True, content=b"hi"), Message(sent=False, content=b"\xff\x00"))
)


def again(one: Exchange, folder: Path) -> list[Exchange]:
    path = folder / "a.har"
    path.write_text(har.opening("why") + har.entry(one) + har.CLOSING, encoding="utf-8")
    return [item for item in HarReader().read(Capture(path, "a.har")) if isinstance(item, Exchange)]


@pytest.mark.parametrize("one", [FULL, replace(FULL, body=None, headers=()), replace(FULL, body=b"")], ids=str)
def test_an_exchange_is_read_as_it_was_written(one: Exchange, tmp_path: Path) -> None:
    (read,) = again(one, tmp_path)
    assert read == replace(
        one, body=one.body or b"", redacted=True, body_declared=len(one.body or b"") or None, response_declared=3
    )


def test_messages(tmp_path: Path) -> None:
    (read,) = again(SOCKET, tmp_path)
    assert read.messages == SOCKET.messages


def test_the_length_is_that_of_the_body() -> None:
    written = json.loads(har.entry(exchange(headers=(("Content-Length", "99"),), body=b"abc")))
    assert written["request"]["headers"] == [{"name": "Content-Length", "value": "3"}]
