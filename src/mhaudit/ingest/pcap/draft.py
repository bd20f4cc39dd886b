"""An exchange that is not complete yet."""

from collections.abc import Iterator

from msgspec import Struct, field

from mhaudit.ingest.hosts import BODILESS, content_length, disagreement, named_host, whereabouts
from mhaudit.ingest.pcap.connections import Connection
from mhaudit.model.capture import Exchange, Gap, Headers, Kind, Message

_MOST_BYTES = 32 << 20  # of one body, or of messages that are stored until a connection ends


class Draft(Struct):
    """The data so far of one request and its response, or of one connection."""

    connection: Connection
    number: int
    started: float | None
    kind: Kind = "http"
    scheme: str = ""
    method: str = ""
    path: str = ""
    headers: Headers = ()
    body: bytearray = field(default_factory=bytearray)
    whole: bool = True
    status: int | None = None
    response_headers: Headers = ()
    response_body: bytearray = field(default_factory=bytearray)
    messages: list[Message] = field(default_factory=list)
    size: int = 0

    def say(self, data: bytes, at: float | None, *, sent: bool) -> bool:
        """Add a message; return whether there is room for more."""
        self.messages.append(Message(sent=sent, content=data, at=at))
        self.size += len(data)
        return self.size < _MOST_BYTES

    def add(self, data: bytes, *, sent: bool) -> None:
        """Add a piece of a body if there is room."""
        body = self.body if sent else self.response_body
        if len(body) + len(data) <= _MOST_BYTES:
            body += data
        elif sent:
            self.whole = False

    def exchange(self, capture: str) -> Iterator[Exchange | Gap]:
        """Yield the gaps, then the exchange in its current state."""
        connection = self.connection
        connection.heard = True
        named = named_host(self.headers)
        host = connection.host if connection.named else named or connection.host
        if named and connection.host == connection.server[0]:
            connection.host = named
        if named and connection.named and named != host:
            yield disagreement(capture, host, named)
        if not self.whole:
            where = whereabouts(capture, "frame", self.number)
            yield Gap(code="body-not-captured", host=host, detail=where, blocking=True)
        address, port = connection.server
        yield Exchange(
            capture=capture,
            number=self.number,
            kind=self.kind,
            started=self.started,
            scheme=self.scheme or ("https" if connection.protocols & {"tls", "quic"} else "http"),
            host=host,
            app=connection.app,
            port=port,
            ip=address,
            method=self.method,
            path=self.path,
            headers=self.headers,
            body=bytes(self.body) if self.body or (self.whole and self.kind == "http") else None,
            status=self.status,
            response_headers=self.response_headers,
            response_body=bytes(self.response_body) if self.status else None,
            messages=tuple(self.messages),
            body_declared=content_length(self.headers),
            response_declared=content_length(self.response_headers) if self._has_answer() else None,
        )

    def _has_answer(self) -> bool:
        """Return whether a response with a stated length has a body."""
        return self.method != "HEAD" and self.status not in BODILESS
