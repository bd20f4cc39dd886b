"""HTTP/1 requests with a missing piece: tshark reassembles only those with all segments."""

import re
from collections.abc import Iterator

from msgspec import Struct

from mhaudit.ingest.headers import decode_header
from mhaudit.ingest.pcap.connections import Connection
from mhaudit.ingest.pcap.draft import Draft
from mhaudit.ingest.pcap.tshark import Layer, all_of, raw
from mhaudit.model.capture import Headers

_REQUEST = re.compile(rb"([A-Z]{3,20}) (\S{1,8000}) HTTP/1\.[01]\r\n")
_MOST_BYTES = 8 << 20  # stored of one request
_MOST_REQUESTS = 10_000


class _Request(Struct):
    """The received pieces of a request, in order of arrival."""

    connection: Connection
    frame: int
    at: float | None
    data: bytearray


class Torn:
    """The segments of each connection until tshark has assembled a request; the remaining ones are incomplete."""

    def __init__(self) -> None:
        self.open: dict[int, _Request] = {}

    def take(self, layers: Layer, connection: Connection, frame: int, at: float | None, *, sent: bool) -> None:
        """Store the payload of an undissected segment, from the beginning of a request on."""
        if not sent or connection.transport != "tcp":
            return
        if "http" in layers:
            self.open.pop(connection.number, None)
            return
        payload = next((data for layer in all_of(layers, "tcp") if (data := raw(layer, "tcp.payload"))), b"")
        known = self.open.get(connection.number)
        if known is None and _REQUEST.match(payload) and len(self.open) < _MOST_REQUESTS:
            self.open[connection.number] = _Request(connection, frame, at, bytearray(payload))
        elif known is not None and len(known.data) + len(payload) <= _MOST_BYTES:
            known.data += payload

    def rest(self) -> Iterator[Draft]:
        """Yield the requests that were never assembled, as far as they were received."""
        for request in self.open.values():
            head, _, body = bytes(request.data).partition(b"\r\n\r\n")
            if match := _REQUEST.match(head + b"\r\n"):
                draft = Draft(
                    request.connection,
                    request.frame,
                    request.at,
                    method=match[1].decode(),
                    path=decode_header(match[2]),
                    headers=_headers(head[match.end() :] if match.end() <= len(head) else b""),
                )
                draft.add(body, sent=True)
                yield draft


def _headers(lines: bytes) -> Headers:
    pairs = (decode_header(line).partition(":") for line in lines.split(b"\r\n") if b":" in line)
    return tuple((name.strip(), value.strip()) for name, _, value in pairs)
