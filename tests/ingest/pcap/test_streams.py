from typing import Any

import pytest

from mhaudit.ingest.pcap.draft import Draft
from mhaudit.ingest.pcap.streams import Streams
from mhaudit.model.capture import Message
from tests.ingest.pcap.heard import connection, field


def layers(protocols: str, name: str, *payload: bytes) -> dict[str, Any]:
    return {"frame": {"frame.protocols": protocols}, name: {}} | field(name, *payload)


def test_what_lies_on_the_layer_that_carries_it() -> None:
    streams, at = Streams(), connection(5)
    for number, (protocols, name, sent) in enumerate(
        [("raw:ip:tcp:tls:mqtt", "mqtt", True), ("eth:ethertype:ip:tcp:tls:data", "data", False)]
    ):
        assert list(streams.take(layers(protocols, name, b"mood", b""), at, 9, number, sent=sent)) == []
    (draft,) = streams.rest()
    assert (draft.kind, draft.scheme, draft.number, draft.started) == ("tcp", "tls", 9, 0)
    assert draft.messages == [Message(sent=True, content=b"mood", at=0), Message(sent=False, content=b"mood", at=1)]


@pytest.mark.parametrize(
    ("transport", "protocols", "kind", "scheme"),
    [
        ("tcp", {"tcp", "data"}, "tcp", "tcp"),
        ("udp", {"udp", "data"}, "udp", "udp"),
        ("udp", {"udp", "dtls", "data"}, "udp", "tls"),
    ],
)
def test_kinds_and_schemes(transport: str, protocols: set[str], kind: str, scheme: str) -> None:
    streams = Streams()
    at = connection(transport=transport, protocols=protocols)
    list(streams.take(layers(f"ip:{transport}:data", "data", b"x"), at, 1, None, sent=True))
    assert [(draft.kind, draft.scheme) for draft in streams.rest()] == [(kind, scheme)]


@pytest.mark.parametrize("protocols", ["ip:tcp", "ip:tcp:tls", "ip:icmp:data", "", 7])
def test_packets_that_say_nothing(protocols: Any) -> None:
    streams = Streams()
    assert list(streams.take(layers(protocols, "data", b"x"), connection(), 1, None, sent=True)) == []
    assert list(streams.rest()) == []


def test_a_long_conversation_is_handed_on_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mhaudit.ingest.pcap.draft._MOST_BYTES", 10)
    streams, parts = Streams(), list[Draft]()
    for number in range(5):
        parts += streams.take(layers("ip:tcp:data", "data", b"123456"), connection(), number, None, sent=True)
    assert [(draft.number, len(draft.messages)) for draft in (*parts, *streams.rest())] == [(0, 2), (2, 2), (4, 1)]
