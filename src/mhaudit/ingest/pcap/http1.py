"""HTTP/1 as dissected by tshark, and the WebSockets that begin with it."""

from collections import defaultdict, deque
from collections.abc import Iterator

from mhaudit.ingest.contacts.listing import number_of
from mhaudit.ingest.headers import decode_header
from mhaudit.ingest.pcap.connections import Connection
from mhaudit.ingest.pcap.draft import Draft
from mhaudit.ingest.pcap.tshark import Layer, all_of, containing_layer, field_text, raw, raws
from mhaudit.model.capture import Headers

_SWITCHING = 101
_CONTROL = {"8", "9", "10"}  # close, ping and pong (RFC 6455, 5.5)
_MOST_WAITING = 1000
_BLANK = " \t\r\n"


class Http1:
    """Matches requests with responses in the order of requests, separately for each connection."""

    def __init__(self) -> None:
        self.waiting: dict[int, deque[Draft]] = defaultdict(deque)
        self.sockets: dict[int, Draft] = {}

    def take(self, layers: Layer, connection: Connection, frame: int, at: float | None) -> Iterator[Draft]:
        """Process a packet; yield exchanges that it completes."""
        for layer in all_of(layers, "http"):
            if request := containing_layer(layer, "http.request.method"):
                waiting = self.waiting[connection.number]
                waiting.append(_request(layer, request, connection, frame, at))
                if len(waiting) > _MOST_WAITING:
                    yield waiting.popleft()
            elif answer := containing_layer(layer, "http.response.code"):
                yield from self._answer(layer, number_of(field_text(answer, "http.response.code")), connection)
        for layer in all_of(layers, "websocket"):
            yield from self._message(layer, layers, connection, at)

    def rest(self) -> Iterator[Draft]:
        """Yield requests without a response, and the messages of WebSockets."""
        for waiting in self.waiting.values():
            yield from waiting
        yield from self.sockets.values()

    def _answer(self, layer: Layer, status: int | None, connection: Connection) -> Iterator[Draft]:
        waiting = self.waiting[connection.number]
        if not waiting or status is None or 100 <= status < _SWITCHING:
            return
        draft = waiting.popleft()
        draft.status, draft.response_headers = status, _headers(layer, "http.response.line")
        draft.add(_body(layer) or b"", sent=False)
        if status != _SWITCHING:
            yield draft
            return
        draft.kind = "websocket"
        self.sockets[connection.number] = draft

    def _message(self, layer: Layer, layers: Layer, connection: Connection, at: float | None) -> Iterator[Draft]:
        draft = self.sockets.get(connection.number)
        if draft is None:
            draft = self.sockets[connection.number] = Draft(
                connection, connection.number, connection.first, "websocket"
            )
        payload = raw(layer, "websocket.payload")
        if payload is None or field_text(layer, "websocket.opcode") in _CONTROL:
            return
        if not draft.say(payload, at, sent=field_text(layer, "websocket.mask") in ("1", "True")):
            yield self.sockets.pop(connection.number)


def _request(layer: Layer, request: Layer, connection: Connection, frame: int, at: float | None) -> Draft:
    headers = _headers(layer, "http.request.line")
    body = _body(layer)
    draft = Draft(
        connection,
        frame,
        at,
        method=field_text(request, "http.request.method"),
        path=decode_header(raw(request, "http.request.uri") or b""),
        headers=headers,
        whole=body is not None or not _announced(headers),
    )
    draft.add(body or b"", sent=True)
    return draft


def _body(layer: Layer) -> bytes | None:
    """Return a body as sent: tshark has compressed ones in a separate layer."""
    body = raw(layer, "http.file_data")
    return raw(containing_layer(layer, "data"), "data") if body is None else body


def _headers(layer: Layer, name: str) -> Headers:
    lines = (decode_header(line).partition(":") for line in raws(layer, name))
    return tuple((key.strip(_BLANK), value.strip(_BLANK)) for key, _, value in lines)


def _announced(headers: Headers) -> bool:
    """Return whether the headers announce a body."""
    length = next((value for name, value in headers if name.lower() == "content-length"), "0")
    return length != "0" or any(name.lower() == "transfer-encoding" for name, _ in headers)
