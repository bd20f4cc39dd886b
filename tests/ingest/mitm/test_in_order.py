"""A flow in mitmproxy's own order is read as it is field by field; in any other order it is left to that."""

from typing import Any

import pytest
from mitmproxy import http
from mitmproxy.io import tnetstring
from mitmproxy.test import tflow, tutils

from mhaudit.ingest.mitm import in_order, reader
from mhaudit.ingest.mitm.in_order import read_in_order
from mhaudit.ingest.mitm.tnetstring import Damaged


def state(content: bytes = b'{"mood": 3}', answer: bytes = b"ok") -> dict[str, Any]:
    made = tflow.tflow(
        req=tutils.treq(
            host="192.0.2.1",
            port=443,
            method=b"POST",
            scheme=b"https",
            authority=b"In.Metrics.example:443",
            path=b"/a?x=1",
            headers=http.Headers(((b"X-Note", "déprimé".encode()), (b"Content-Length", b"11"))),
            content=content,
            timestamp_start=1_700_000_000.5,
        ),
        resp=tutils.tresp(content=answer, headers=http.Headers(((b"Set-Cookie", b"a=1"),))),
    )
    made.client_conn.sni = "in.metrics.example"
    made.client_conn.timestamp_tls_setup = 1_700_000_000.0
    made.server_conn.peername = ("192.0.2.1", 443)
    found: dict[str, Any] = made.get_state()
    return found


def read(data: bytes) -> list[object]:
    return list(reader.read_record(data, "a.mitm", 1))


def test_both_ways_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    for content in (b"", b"7:content;5:", b",7:headers;0:]12:http_version;8:HTTP/1.1,}7:request;", bytes(range(256))):
        for answer in (b"", b"x" * 70_000, b",7:headers;3:"):
            data = tnetstring.dumps(state(content, answer))
            assert read_in_order(data) is not None
            quick = read(data)
            with monkeypatch.context() as careful:
                careful.setattr(reader, "read_in_order", lambda data: None)
                assert read(data) == quick


@pytest.mark.parametrize(
    ("where", "key", "value"),
    [
        ((), "response", None),
        ((), "metadata", {"mhaudit_arrivals": [[1, 2.0]]}),
        ((), "comment", "a note"),
        ((), "version", 20),
        ((), "type", "tcp"),
        ((), "is_replay", "request"),
        (("request",), "content", None),
        (("request",), "trailers", [[b"a", b"b"]]),
        (("request",), "scheme", b"ftp"),
        (("response",), "content", None),
        (("response",), "status_code", 1000),
        (("response",), "timestamp_end", None),
    ],
)
def test_anything_unusual_is_left_to_the_careful_way(where: tuple[str, ...], key: str, value: object) -> None:
    made = state()
    inner = made
    for name in where:
        inner = inner[name]
    inner[key] = value
    assert read_in_order(tnetstring.dumps(made)) is None


def test_another_order_is_left_to_the_careful_way() -> None:
    made = state()
    assert read_in_order(tnetstring.dumps(dict(reversed(made.items())))) is None
    request = dict(reversed(made["request"].items()))
    assert read_in_order(tnetstring.dumps({**made, "request": request})) is None


def outcome(data: bytes) -> object:
    try:
        return read(data)
    except (Damaged, ValueError, LookupError, OverflowError):
        return "damaged"


def test_no_length_is_believed_that_does_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each digit of every length in turn is another one."""
    data = tnetstring.dumps(state())
    wrong = [
        data[:at] + bytes([48 + (data[at] - 47) % 10]) + data[at + 1 :]
        for at in range(len(data))
        if data[at : at + 1].isdigit()
    ]
    quick = [outcome(changed) for changed in wrong]
    monkeypatch.setattr(reader, "read_in_order", lambda data: None)
    assert [outcome(changed) for changed in wrong] == quick
    assert quick.count("damaged") > 20


def test_headers_are_remembered_by_their_bytes() -> None:
    in_order._known_blocks.clear()
    data = tnetstring.dumps(state())
    first, second = read_in_order(data), read_in_order(data)
    assert first is not None
    assert second is not None
    assert first.headers is second.headers
    assert first.headers.headers == (("X-Note", "déprimé"), ("Content-Length", "11"))
    assert first.headers.length == 11
    assert first.response_headers.length is None
    assert len(in_order._known_blocks) == 2
