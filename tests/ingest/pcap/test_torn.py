from mhaudit.ingest.pcap.connections import Connection
from mhaudit.ingest.pcap.draft import Draft
from mhaudit.ingest.pcap.torn import Torn

HEAD = b"POST /t?a=1 HTTP/1.1\r\nHost: in.metrics.example\r\nContent-Length: 20\r\n\r\n"


def connection(number: int = 1) -> Connection:
    return Connection(number, None, "tcp", ("10.0.0.1", 4), ("203.0.113.1", 80))


def layers(data: bytes, *names: str) -> dict[str, object]:
    return {"tcp": {"tcp.payload_raw": [data.hex()]}, **{name: {} for name in names}}


def left(torn: Torn) -> list[Draft]:
    return list(torn.rest())


def test_a_request_of_which_a_segment_is_missing() -> None:
    torn, one = Torn(), connection()
    torn.take(layers(HEAD + b"mood="), one, 4, 1.5, sent=True)
    torn.take(layers(b"again"), one, 6, 1.7, sent=True)
    (draft,) = left(torn)
    assert (draft.number, draft.started, draft.method, draft.path, bytes(draft.body)) == (
        4,
        1.5,
        "POST",
        "/t?a=1",
        b"mood=again",
    )
    assert draft.headers == (("Host", "in.metrics.example"), ("Content-Length", "20"))


def test_what_was_put_together_is_not_torn() -> None:
    torn, one = Torn(), connection()
    torn.take(layers(HEAD), one, 4, None, sent=True)
    torn.take(layers(b"mood=3", "http"), one, 5, None, sent=True)
    assert left(torn) == []


def test_only_requests_that_were_sent() -> None:
    torn = Torn()
    torn.take(layers(HEAD), connection(1), 1, None, sent=False)
    torn.take(layers(b"HTTP/1.1 200 OK\r\n\r\n"), connection(2), 2, None, sent=True)
    torn.take(layers(b"\x16\x03\x01" + HEAD), connection(3), 3, None, sent=True)
    assert left(torn) == []


def test_a_head_that_is_cut() -> None:
    torn = Torn()
    torn.take(layers(b"GET /v1/me HTTP/1.1\r\nHost: in.metr"), connection(), 1, None, sent=True)
    (draft,) = left(torn)
    assert (draft.path, draft.headers, bytes(draft.body)) == ("/v1/me", (("Host", "in.metr"),), b"")
