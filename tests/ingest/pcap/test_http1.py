from typing import Any

import pytest

from mhaudit.ingest.pcap.connections import Connection
from mhaudit.ingest.pcap.draft import Draft
from mhaudit.ingest.pcap.http1 import Http1
from mhaudit.model.capture import Message
from tests.ingest.pcap.heard import answer, connection, field, request


def take(http: Http1, at: Connection, frame: int, *layers: dict[str, Any], name: str = "http") -> list[Draft]:
    return list(http.take({name: list(layers) if len(layers) > 1 else layers[0]}, at, frame, frame / 10))


def test_a_request_and_its_answer() -> None:
    http, at = Http1(), connection()
    sent = request(b"POST", b"/e?x=1", b"\x00\xff", b"Host: api.example\r\n", b"X-Note: d\xe9j\xc3\xa0 \r\n")
    assert take(http, at, 7, sent) == []
    (draft,) = take(http, at, 8, answer(b"201", b"ok", b"Set-Cookie: a=1\r\n"))
    assert (draft.number, draft.started, draft.method, draft.path) == (7, 0.7, "POST", "/e?x=1")
    assert draft.headers == (("Host", "api.example"), ("X-Note", "déjÃ\xa0"))
    assert (bytes(draft.body), draft.whole, draft.status, bytes(draft.response_body)) == (b"\x00\xff", True, 201, b"ok")
    assert draft.response_headers == (("Set-Cookie", "a=1"),)
    assert list(http.rest()) == []


def test_answers_come_in_the_order_of_requests_on_each_connection() -> None:
    http, one, two = Http1(), connection(1), connection(2)
    take(http, one, 1, request(path=b"/1"), request(path=b"/2"))
    take(http, two, 2, request(path=b"/3"))
    found = take(http, two, 3, answer()) + take(http, one, 4, answer(b"100"), answer(), answer(b"204"))
    assert [(draft.path, draft.status) for draft in found] == [("/3", 200), ("/1", 200), ("/2", 204)]


def test_a_request_without_an_answer_and_an_answer_without_a_request() -> None:
    http = Http1()
    assert take(http, connection(), 1, answer()) == []
    take(http, connection(), 2, request(path=b"/1"))
    assert [(draft.path, draft.status) for draft in http.rest()] == [("/1", None)]


@pytest.mark.parametrize(
    ("headers", "whole"),
    [
        ((b"Content-Length: 12\r\n",), False),
        ((b"transfer-encoding: chunked\r\n",), False),
        ((b"Content-Length: 0\r\n",), True),
        ((b"Accept: x\r\n",), True),
    ],
)
def test_a_body_that_was_announced_and_is_not_there(headers: tuple[bytes, ...], whole: bool) -> None:
    http = Http1()
    take(http, connection(), 1, request(b"POST", b"/", None, *headers))
    assert [draft.whole for draft in http.rest()] == [whole]


def test_a_compressed_body_has_a_part_of_its_own() -> None:
    http = Http1()
    part = {"Content-encoded entity body (gzip): 2 bytes": {**field("data", b"\x1f\x8b"), "data": {}}}
    take(http, connection(), 1, request() | part)
    assert [bytes(draft.body) for draft in http.rest()] == [b"\x1f\x8b"]


def frame(opcode: str, payload: bytes, mask: str) -> dict[str, Any]:
    return {"websocket.opcode": opcode, "websocket.mask": mask} | field("websocket.payload", payload)


def test_a_web_socket() -> None:
    http, at = Http1(), connection()
    take(http, at, 1, request(b"GET", b"/ws"))
    assert take(http, at, 2, answer(b"101")) == []
    for number, each in enumerate([frame("1", b"mood 3", "1"), frame("9", b"ping", "1"), frame("2", b"\xff", "0")], 3):
        assert take(http, at, number, each, name="websocket") == []
    (draft,) = http.rest()
    assert (draft.kind, draft.path, draft.status) == ("websocket", "/ws", 101)
    assert draft.messages == [
        Message(sent=True, content=b"mood 3", at=0.3),
        Message(sent=False, content=b"\xff", at=0.5),
    ]


def test_a_web_socket_whose_beginning_is_not_in_the_capture() -> None:
    http = Http1()
    take(http, connection(4), 9, frame("1", b"mood 3", "1"), name="websocket")
    assert [(draft.kind, draft.number, draft.status) for draft in http.rest()] == [("websocket", 4, None)]


def test_a_long_web_socket_is_handed_on_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mhaudit.ingest.pcap.draft._MOST_BYTES", 10)
    http, at, parts = Http1(), connection(), []
    for number in range(5):
        parts += take(http, at, number, frame("1", b"123456", "1"), name="websocket")
    assert [len(draft.messages) for draft in (*parts, *http.rest())] == [2, 2, 1]


def test_requests_that_are_never_answered_are_not_kept_forever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mhaudit.ingest.pcap.http1._MOST_WAITING", 3)
    http, at = Http1(), connection()
    handed_on = [draft.path for n in range(5) for draft in take(http, at, n, request(path=b"/%d" % n))]
    assert handed_on == ["/0", "/1"]


@pytest.mark.parametrize("layer", [{}, {"http.request": "1"}, answer(b"abc"), {"x": {"http.request.method": 7}}])
def test_layers_that_are_not_right(layer: dict[str, Any]) -> None:
    http = Http1()
    assert take(http, connection(), 1, layer) == []
