"""HTTP/2 as dissected by tshark: frames as bytes, and headers that it decompressed (RFC 9113)."""

from collections.abc import Iterator

from mhaudit.ingest.contacts.listing import number_of
from mhaudit.ingest.headers import decode_header
from mhaudit.ingest.pcap.connections import Connection
from mhaudit.ingest.pcap.draft import Draft
from mhaudit.ingest.pcap.tshark import Layer, all_of, raw, raws
from mhaudit.model.capture import Headers

_DATA, _HEADERS, _RESET, _CONTINUATION = 0, 1, 3, 9
_END_STREAM, _PADDED = 0x1, 0x8
_FRAME_HEAD = 9  # length (3), type, flags, stream (4)
# (connection, stream)
Place = tuple[int, int]


class Http2:
    """Streams by connection and number; one is complete when both sides have ended it, or one has reset it."""

    def __init__(self) -> None:
        self.streams: dict[Place, Draft] = {}
        self.ended: dict[Place, set[bool]] = {}

    def take(
        self, layers: Layer, connection: Connection, frame: int, at: float | None, *, sent: bool
    ) -> Iterator[Draft]:
        """Process a packet; yield exchanges that it completes."""
        for layer in all_of(layers, "http2"):
            for data, stream in zip(raws(layer, "http2.stream"), all_of(layer, "http2.stream"), strict=False):
                if len(data) >= _FRAME_HEAD:
                    yield from self._frame(data, stream, Draft(connection, frame, at), sent=sent)

    def rest(self) -> Iterator[Draft]:
        """Yield streams that had not ended."""
        yield from self.streams.values()

    def _frame(self, data: bytes, layer: Layer, fresh: Draft, *, sent: bool) -> Iterator[Draft]:
        kind, flags, number = data[3], data[4], int.from_bytes(data[5:9]) & 0x7FFFFFFF
        if kind not in (_DATA, _HEADERS, _RESET, _CONTINUATION) or not number:
            return
        place = (fresh.connection.number, number)
        draft = self.streams.setdefault(place, fresh)
        if kind == _DATA:
            draft.add(_unpadded(data[_FRAME_HEAD:], flags), sent=sent)
        elif kind != _RESET:
            take_headers(draft, _headers(layer), sent=sent)
        ended = self.ended.setdefault(place, set())
        if kind == _RESET:
            ended |= {True, False}
        elif kind != _CONTINUATION and flags & _END_STREAM:
            ended.add(sent)
        if len(ended) == 2:
            del self.ended[place]
            yield self.streams.pop(place)


def _unpadded(payload: bytes, flags: int) -> bytes:
    return payload[1 : len(payload) - payload[0]] if flags & _PADDED and payload else payload


def _headers(layer: Layer) -> Headers:
    return tuple(
        (
            decode_header(raw(header, "http2.header.name") or b""),
            decode_header(raw(header, "http2.header.value") or b""),
        )
        for header in all_of(layer, "http2.header")
    )


def take_headers(draft: Draft, headers: Headers, *, sent: bool) -> None:
    """Add headers of a request or a response; trailers are added to them."""
    pseudo = dict(headers)
    if not sent:
        status = number_of(pseudo.get(":status", ""))
        if status is None or status >= 200:  # 1xx is not the final response
            draft.status = status or draft.status
            draft.response_headers += tuple(pair for pair in headers if pair[0] != ":status")
        return
    draft.method = pseudo.get(":method", draft.method)
    draft.path = pseudo.get(":path", draft.path)
    draft.headers += tuple(pair for pair in headers if pair[0] not in (":method", ":path", ":scheme"))
