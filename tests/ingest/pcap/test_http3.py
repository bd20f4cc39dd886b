from pylsqpack import Encoder

from mhaudit.ingest.pcap.draft import Draft
from mhaudit.ingest.pcap.http3 import Http3, StreamChunk
from tests.ingest.pcap.heard import connection

POST = [(b":method", b"POST"), (b":scheme", b"https"), (b":authority", b"api.example"), (b":path", b"/e?x=1")]
OK = [(b":status", b"200"), (b"y", "déjà".encode())]
CONTROL, ENCODER = 0, 2
DATA, HEADERS, SETTINGS, UNKNOWN = 0, 1, 4, 0x21


def number(value: int) -> bytes:
    return bytes([value]) if value < 64 else (value | 0x4000).to_bytes(2)


def frame(kind: int, payload: bytes) -> bytes:
    return number(kind) + number(len(payload)) + payload


def block(headers: list[tuple[bytes, bytes]]) -> bytes:
    """Headers without any table."""
    return frame(HEADERS, Encoder().encode(0, headers)[1])


def feed(http: Http3, stream: int, data: bytes, *, sent: bool = True, last: bool = False, step: int = 0) -> list[Draft]:
    """All of it, in pieces of `step` bytes."""
    step = step or max(1, len(data))
    parts = [data[start : start + step] for start in range(0, len(data), step)] or [b""]
    found: list[Draft] = []
    for at, part in enumerate(parts, 1):
        found += http.take(StreamChunk(stream, part, last and at == len(parts)), 7, 1.5, sent=sent)
    return found


def test_an_exchange_in_pieces_of_any_size() -> None:
    for step in (1, 3, 1000):
        http = Http3(connection())
        body = b"x" * 100
        sent = block(POST) + frame(UNKNOWN, b"grease") + frame(DATA, body) + frame(DATA, b"") + frame(DATA, b"!")
        assert feed(http, 0, sent, last=True, step=step) == []
        (draft,) = feed(http, 0, block(OK) + frame(DATA, b"ok"), sent=False, last=True, step=step)
        assert (draft.number, draft.started, draft.method, draft.path) == (7, 1.5, "POST", "/e?x=1")
        assert draft.headers == ((":authority", "api.example"),)
        assert (bytes(draft.body), draft.status, bytes(draft.response_body)) == (body + b"!", 200, b"ok")
        assert draft.response_headers == (("y", "déjà"),)
        assert list(http.rest()) == []


def test_headers_from_a_table_that_both_ends_keep() -> None:
    """The server's settings say how large a table the phone may keep; what fills it may come after its first use."""
    encoder = Encoder()
    out = encoder.apply_settings(4096, 16)
    blocks = []
    for stream in (0, 4, 8):
        more, made = encoder.encode(stream, [*POST[:3], (b":path", b"/same"), (b"x-note", b"the same each time")])
        out += more
        blocks.append(frame(HEADERS, made))
    for early in (True, False):
        http = Http3(connection())
        feed(http, 3, number(CONTROL) + frame(SETTINGS, number(1) + number(4096) + number(7) + number(16)), sent=False)
        if early:
            feed(http, 2, number(ENCODER) + out)
        for stream, made in zip((0, 4, 8), blocks, strict=True):
            feed(http, stream, made, last=True)
        if not early:
            feed(http, 2, number(ENCODER) + out, step=5)
        assert [draft.path for draft in http.rest()] == ["/same"] * 3
        assert all(draft.headers[-1] == ("x-note", "the same each time") for draft in http.rest())


def test_other_streams_are_not_exchanges() -> None:
    http = Http3(connection())
    feed(http, 1, b"by the server")
    feed(http, 6, b"\xff")
    feed(http, 10, b"")
    assert list(http.rest()) == []


def test_unreadable_headers_are_a_gap() -> None:
    http = Http3(connection())
    feed(http, 0, frame(HEADERS, b"\xff" * 9) + frame(DATA, b"mood 3"))
    (draft,) = http.rest()
    assert (bytes(draft.body), draft.whole, draft.path) == (b"mood 3", False, "")


def test_nonsense_from_the_compressor_costs_headers_alone() -> None:
    http = Http3(connection())
    feed(http, 3, number(CONTROL) + frame(SETTINGS, number(1) + number(100)), sent=False)
    feed(http, 2, number(ENCODER) + b"\xff" * 40)
    feed(http, 0, block(POST) + frame(DATA, b"mood 3"))
    assert [(draft.path, bytes(draft.body)) for draft in http.rest()] == [("/e?x=1", b"mood 3")]
