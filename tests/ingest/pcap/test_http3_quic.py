import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mhaudit.ingest.pcap.http3 import Assembly, Quic, StreamChunk
from tests.ingest.pcap.heard import field


def frame(stream: int, data: bytes, offset: int = 0, fin: str = "0") -> dict[str, Any]:
    return {
        "quic.frame_type_tree": {"quic.stream.fin": fin},
        "quic.stream.stream_id": str(stream),
        "quic.stream.offset": str(offset),
    } | field("quic.stream_data", data)


def pieces(quic: Quic, *frames: dict[str, Any], connection: int = 1, sent: bool = True) -> list[StreamChunk]:
    return list(quic.pieces({"quic": [{"quic.frame": list(frames)}]}, connection, sent=sent))


def test_pieces_are_yielded_in_order() -> None:
    quic = Quic()
    assert pieces(quic, frame(0, b"mood"), frame(4, b"x")) == [
        StreamChunk(0, b"mood", False),
        StreamChunk(4, b"x", False),
    ]
    assert pieces(quic, frame(0, b" = ", 4), frame(0, b"3", 7, "1")) == [
        StreamChunk(0, b" = ", False),
        StreamChunk(0, b"3", True),
    ]


def test_what_came_early_waits() -> None:
    quic = Quic()
    assert pieces(quic, frame(0, b"cd", 2, "1")) == []
    assert pieces(quic, frame(0, b"ab")) == [StreamChunk(0, b"abcd", True)]


def test_directions_and_connections_are_separate() -> None:
    quic = Quic()
    assert pieces(quic, frame(0, b"a")) == [StreamChunk(0, b"a", False)]
    assert pieces(quic, frame(0, b"b"), sent=False) == [StreamChunk(0, b"b", False)]
    assert pieces(quic, frame(0, b"c"), connection=2) == [StreamChunk(0, b"c", False)]


def test_the_end_may_come_without_data() -> None:
    quic = Quic()
    pieces(quic, frame(0, b"ab"))
    assert pieces(quic, frame(0, b"", 2, "1")) == [StreamChunk(0, b"", True)]


@pytest.mark.parametrize(
    "layers", [{}, {"quic": "x"}, {"quic": {"quic.frame": {"quic.frame_type": "1"}}}, {"quic": [{"quic.frame": [7]}]}]
)
def test_packets_without_streams(layers: dict[str, Any]) -> None:
    assert list(Quic().pieces(layers, 1, sent=True)) == []


@given(st.binary(max_size=200), st.integers(0, 1 << 30))
def test_any_order_gives_the_same(data: bytes, seed: int) -> None:
    order = random.Random(seed)  # noqa: S311  # an order, no secret
    cuts = [(start, data[start : start + order.randint(1, 20)]) for start in range(len(data))]
    order.shuffle(cuts)
    assembly = Assembly()
    assert b"".join(assembly.add(start, piece) for start, piece in cuts) == data
    assert assembly.early == {}


def test_what_waits_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mhaudit.ingest.pcap.http3._MOST_WAITING", 10)
    assembly = Assembly()
    for start in range(1, 1000, 5):
        assembly.add(start, b"12345")
    assert sum(map(len, assembly.early.values())) <= 15
