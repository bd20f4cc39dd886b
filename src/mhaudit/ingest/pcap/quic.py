"""QUIC as tshark decrypts it: the pieces of streams, put together in their order (RFC 9000)."""

from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct, field

from mhaudit.ingest.contacts.listing import number_of
from mhaudit.ingest.pcap.layers import Layer, all_of, raw, text, within

_MOST_WAITING = 32 << 20  # bytes of one stream that came too early


class Piece(NamedTuple):
    """What a stream said next; `last` is whether it says no more."""

    stream: int
    data: bytes
    last: bool


class Assembly(Struct):
    """One direction of a stream: pieces that came too early wait for those before them."""

    at: int = 0
    end: int | None = None
    size: int = 0
    early: dict[int, bytes] = field(default_factory=dict)

    def add(self, offset: int, data: bytes) -> bytes:
        """What is now known behind what was known before."""
        if offset > self.at:
            if self.size < _MOST_WAITING and len(data) > len(self.early.get(offset, b"")):
                self.early[offset] = data
                self.size += len(data)
            return b""
        out = bytearray(data[self.at - offset :])
        self.at += len(out)
        while ready := [start for start in self.early if start <= self.at]:
            for start in ready:
                piece = self.early.pop(start)[self.at - start :]
                out += piece
                self.at += len(piece)
        return bytes(out)


class Quic:
    """The streams of all connections."""

    def __init__(self) -> None:
        self.open: dict[tuple[int, int, bool], Assembly] = {}

    def pieces(self, layers: Layer, connection: int, *, sent: bool) -> Iterator[Piece]:
        """What the streams in a packet say, in their order."""
        for packet in all_of(layers, "quic"):
            for frame in all_of(packet, "quic.frame"):
                data = raw(frame, "quic.stream_data")
                number = number_of(text(frame, "quic.stream.stream_id"))
                if data is None or number is None:
                    continue
                flags = within(frame, "quic.stream.fin")
                offset = number_of(text(frame, "quic.stream.offset")) or 0
                assembly = self.open.setdefault((connection, number, sent), Assembly())
                if text(flags, "quic.stream.fin") in ("1", "True"):
                    assembly.end = offset + len(data)
                told = assembly.add(offset, data)
                last = assembly.end is not None and assembly.at >= assembly.end
                if told or last:
                    yield Piece(number, told, last)
