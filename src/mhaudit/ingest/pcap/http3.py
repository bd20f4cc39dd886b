"""HTTP/3 on the streams of a QUIC connection (RFC 9114), with its compressed headers (QPACK, RFC 9204)."""

from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct, field
from pylsqpack import Decoder, DecompressionFailed, EncoderStreamError, StreamBlocked

from mhaudit.ingest.contacts.listing import number_of
from mhaudit.ingest.headers import decode_header
from mhaudit.ingest.pcap.connections import Connection
from mhaudit.ingest.pcap.draft import Draft
from mhaudit.ingest.pcap.http2 import take_headers
from mhaudit.ingest.pcap.tshark import Layer, all_of, containing_layer, field_text, raw
from mhaudit.model.capture import Headers

_MOST_WAITING = 32 << 20  # bytes of one stream that arrived early


class StreamChunk(NamedTuple):
    """The next bytes of a stream; `last` is whether it has ended."""

    stream: int
    data: bytes
    last: bool


class Assembly(Struct):
    """One direction of a stream: pieces that arrive early are stored until those before them arrive."""

    at: int = 0
    end: int | None = None
    size: int = 0
    early: dict[int, bytes] = field(default_factory=dict)

    def add(self, offset: int, data: bytes) -> bytes:
        """Add a piece; return the bytes that now follow those returned before."""
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

    def pieces(self, layers: Layer, connection: int, *, sent: bool) -> Iterator[StreamChunk]:
        """Yield the new bytes of the streams in a packet, in order."""
        for packet in all_of(layers, "quic"):
            for frame in all_of(packet, "quic.frame"):
                data = raw(frame, "quic.stream_data")
                number = number_of(field_text(frame, "quic.stream.stream_id"))
                if data is None or number is None:
                    continue
                flags = containing_layer(frame, "quic.stream.fin")
                offset = number_of(field_text(frame, "quic.stream.offset")) or 0
                assembly = self.open.setdefault((connection, number, sent), Assembly())
                if field_text(flags, "quic.stream.fin") in ("1", "True"):
                    assembly.end = offset + len(data)
                ready = assembly.add(offset, data)
                last = assembly.end is not None and assembly.at >= assembly.end
                if ready or last:
                    yield StreamChunk(number, ready, last)


_DATA, _HEADERS, _SETTINGS = 0, 1, 4
_CONTROL, _ENCODER = 0, 2  # types of unidirectional streams
_ONE_WAY, _BY_SERVER = 2, 1  # bits of a stream's number
_TABLE_CAPACITY = 1  # the setting (QPACK, section 5)
_LARGEST_TABLE, _MOST_BLOCKED = 1 << 20, 1000
_MOST_BYTES = 32 << 20


class _Side(Struct):
    """The state of one end of a connection: its decoder has the table size that the other end allowed."""

    decoder: Decoder | None = None
    early: bytearray = field(default_factory=bytearray)
    buffers: dict[int, bytearray] = field(default_factory=dict)


class Http3:
    """Parser of one connection's stream pieces; `take` yields each complete exchange."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.sides = {True: _Side(), False: _Side()}
        self.drafts: dict[int, Draft] = {}
        self.ended: dict[int, set[bool]] = {}

    def take(self, piece: StreamChunk, frame: int, at: float | None, *, sent: bool) -> Iterator[Draft]:
        """Process a piece; yield an exchange that it completes."""
        buffer = self.sides[sent].buffers.setdefault(piece.stream, bytearray())
        buffer += piece.data
        if piece.stream & _ONE_WAY:
            self._one_way(buffer, sent=sent)
            return
        if piece.stream & _BY_SERVER:
            return
        draft = self.drafts.setdefault(piece.stream, Draft(self.connection, frame, at))
        for kind, payload in _frames(buffer):
            if kind == _DATA:
                draft.add(payload, sent=sent)
            elif kind == _HEADERS:
                self._headers(piece.stream, payload, sent=sent)
        if len(buffer) > _MOST_BYTES:
            draft.whole = False
            buffer.clear()
        ended = self.ended.setdefault(piece.stream, set())
        if piece.last:
            ended.add(sent)
        if len(ended) == 2:
            yield self._pop(piece.stream)

    def rest(self) -> Iterator[Draft]:
        """Yield exchanges that had not ended."""
        yield from self.drafts.values()

    def _pop(self, stream: int) -> Draft:
        for side in self.sides.values():
            side.buffers.pop(stream, None)
        del self.ended[stream]
        return self.drafts.pop(stream)

    def _one_way(self, buffer: bytearray, *, sent: bool) -> None:
        """Process settings and QPACK instructions. The stream's type stays at the start of its buffer."""
        kind, at = _number(buffer, 0)
        if kind == _CONTROL:
            rest = buffer[at:]
            for frame, payload in _frames(rest):
                if frame == _SETTINGS:
                    self._allow(_settings(payload).get(_TABLE_CAPACITY, 0), sent=not sent)
            buffer[at:] = rest
        elif kind == _ENCODER:
            self.sides[sent].early += buffer[at:]
            del buffer[at:]
            self._feed(sent=sent)

    def _allow(self, capacity: int, *, sent: bool) -> None:
        """Set the table size that the other end allows."""
        side = self.sides[sent]
        if side.decoder is None:
            side.decoder = Decoder(min(capacity, _LARGEST_TABLE), _MOST_BLOCKED)
            self._feed(sent=sent)

    def _feed(self, *, sent: bool) -> None:
        side = self.sides[sent]
        if side.decoder is None:
            return
        data, side.early = bytes(side.early), bytearray()
        try:
            for stream in side.decoder.feed_encoder(data) if data else ():
                self._apply(stream, side.decoder.resume_header(stream)[1], sent=sent)
        except (EncoderStreamError, DecompressionFailed):
            side.decoder = Decoder(0, 0)

    def _headers(self, stream: int, block: bytes, *, sent: bool) -> None:
        decoder = self.sides[sent].decoder or Decoder(0, 0)
        try:
            self._apply(stream, decoder.feed_header(stream, block)[1], sent=sent)
        except StreamBlocked:
            return
        except (DecompressionFailed, ValueError):
            self.drafts[stream].whole = False

    def _apply(self, stream: int, pairs: list[tuple[bytes, bytes]], *, sent: bool) -> None:
        headers: Headers = tuple((decode_header(name), decode_header(value)) for name, value in pairs)
        if draft := self.drafts.get(stream):
            take_headers(draft, headers, sent=sent)


def _frames(buffer: bytearray) -> Iterator[tuple[int, bytes]]:
    """Yield the complete frames at the start of a buffer and remove them from it."""
    while True:
        kind, at = _number(buffer, 0)
        length, at = _number(buffer, at) if at else (0, 0)
        if not at or len(buffer) < at + length:
            return
        payload = bytes(buffer[at : at + length])
        del buffer[: at + length]
        yield kind, payload


def _number(data: bytes | bytearray, at: int) -> tuple[int, int]:
    """Decode a variable-length integer (RFC 9000, section 16); return it and its end, or (0, 0) if truncated."""
    if at >= len(data):
        return 0, 0
    size = 1 << (data[at] >> 6)
    if at + size > len(data):
        return 0, 0
    return int.from_bytes(data[at : at + size]) & ((1 << (8 * size - 2)) - 1), at + size


def _settings(payload: bytes) -> dict[int, int]:
    found, at = {}, 0
    while at < len(payload):
        name, at = _number(payload, at)
        value, at = _number(payload, at) if at else (0, 0)
        if not at:
            break
        found[name] = value
    return found
