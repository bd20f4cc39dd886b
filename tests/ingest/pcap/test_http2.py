from typing import Any

import pytest

from mhaudit.ingest.pcap.connections import Connection
from mhaudit.ingest.pcap.draft import Draft
from mhaudit.ingest.pcap.http2 import Http2
from tests.ingest.pcap.heard import connection, frame

DATA, HEADERS, RESET, SETTINGS, CONTINUATION = 0, 1, 3, 4, 9
END_STREAM, PADDED = 1, 8
POST = ((b":method", b"POST"), (b":scheme", b"https"), (b":authority", b"api.example"), (b":path", b"/e?x=1"))


def take(http: Http2, at: Connection, number: int, *frames: dict[str, Any], sent: bool = True) -> list[Draft]:
    return list(http.take({"http2": list(frames)}, at, number, number / 10, sent=sent))


def test_a_stream() -> None:
    http, at = Http2(), connection()
    assert take(http, at, 1, frame(HEADERS, 4, 1, b"", *POST, (b"x-note", b"d\xc3\xa9j\xc3\xa0"))) == []
    assert take(http, at, 2, frame(DATA, 0, 1, b'{"mood":'), frame(DATA, END_STREAM, 1, b"3}")) == []
    assert take(http, at, 3, frame(HEADERS, 4, 1, b"", (b":status", b"103")), sent=False) == []
    answers = [frame(HEADERS, 4, 1, b"", (b":status", b"200"), (b"y", b"z")), frame(DATA, END_STREAM, 1, b"ok")]
    (draft,) = take(http, at, 4, *answers, sent=False)
    assert (draft.number, draft.started, draft.method, draft.path) == (1, 0.1, "POST", "/e?x=1")
    assert draft.headers == ((":authority", "api.example"), ("x-note", "déjà"))
    assert (bytes(draft.body), draft.status, bytes(draft.response_body)) == (b'{"mood":3}', 200, b"ok")
    assert draft.response_headers == (("y", "z"),)
    assert list(http.rest()) == []


def test_streams_are_separate_and_trailers_are_headers() -> None:
    http, one, two = Http2(), connection(1), connection(2)
    for at, number in ((one, 1), (one, 3), (two, 1)):
        path = (b":path", b"/%d/%d" % (at.number, number))
        take(http, at, number, frame(HEADERS, 4, number, b"", path))
    take(http, one, 5, frame(HEADERS, END_STREAM, 3, b"", (b"checksum", b"7")))
    found = {draft.path: draft.headers for draft in http.rest()}
    assert found == {"/1/1": (), "/1/3": (("checksum", "7"),), "/2/1": ()}


def test_a_reset_ends_a_stream() -> None:
    http, at = Http2(), connection()
    take(http, at, 1, frame(HEADERS, 4, 1, b"", *POST))
    (draft,) = take(http, at, 2, frame(RESET, 0, 1, b"\0\0\0\x08"), sent=False)
    assert (draft.path, draft.status) == ("/e?x=1", None)


def test_padding_is_not_part_of_the_body() -> None:
    http = Http2()
    take(http, connection(), 1, frame(DATA, PADDED, 1, b"\x03moodxxx"), frame(DATA, PADDED, 1, b"\xffmood"))
    assert [bytes(draft.body) for draft in http.rest()] == [b"mood"]


def test_headers_that_go_on_in_another_frame() -> None:
    http = Http2()
    take(http, connection(), 1, frame(HEADERS, 0, 1), frame(CONTINUATION, 4, 1, b"", *POST))
    assert [draft.method for draft in http.rest()] == ["POST"]


@pytest.mark.parametrize(
    "layer",
    [
        frame(SETTINGS, 0, 0),
        frame(DATA, 0, 0, b"x"),
        {"http2.stream": {"http2.magic": "PRI"}},
        {},
        {"http2.stream": "x"},
    ],
)
def test_other_frames_are_not_streams(layer: dict[str, Any]) -> None:
    http = Http2()
    assert take(http, connection(), 1, layer) == []
    assert list(http.rest()) == []


def test_a_body_over_the_bound_is_not_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mhaudit.ingest.pcap.draft._MOST_BYTES", 10)
    http = Http2()
    take(http, connection(), 1, *[frame(DATA, 0, 1, b"1234567")] * 3)
    assert [(bytes(draft.body), draft.whole) for draft in http.rest()] == [(b"1234567", False)]
