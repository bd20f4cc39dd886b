"""Exchanges as packets: what was recorded in another format, sent once more between two ends in memory."""

from collections.abc import Iterable
from pathlib import Path

from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, BytesMessage, Event, Request, TextMessage

from mhaudit.model.capture import Exchange, Headers
from tests.ingest.pcap.wire import START, Tcp, Tls, Wire

SERVER = "203.0.113.20"
# What belongs to one hop: it is written anew for the bytes that are sent here.
_HOP = frozenset("connection content-length keep-alive transfer-encoding upgrade".split())
_SOCKET = _HOP | {"sec-websocket-key", "sec-websocket-version", "sec-websocket-extensions", "sec-websocket-accept"}
End = Tcp | Tls


def replay(exchanges: Iterable[Exchange], certificate: Path) -> Wire:
    """A wire with each exchange on a connection of its own, begun when it was."""
    wire = Wire()
    for exchange in exchanges:
        wire.now = max(wire.now, exchange.started or START)
        tcp = wire.tcp(SERVER, exchange.port or 443)
        end: End = Tls(tcp, exchange.host, certificate, "http/1.1") if exchange.scheme == "https" else tcp
        if exchange.kind == "websocket":
            _talk(end, exchange)
        else:
            end.send(_request(exchange))
            if exchange.status:
                end.send(_answer(exchange), sent=False)
        end.close()
    return wire


def _request(exchange: Exchange) -> bytes:
    body = exchange.body or b""
    named = any(name.lower() == "host" for name, _ in exchange.headers)
    host = "" if named else f"Host: {exchange.host}\r\n"
    length = f"Content-Length: {len(body)}\r\n" if body else ""
    head = f"{exchange.method} {exchange.path} HTTP/1.1\r\n{host}{_lines(exchange.headers)}{length}\r\n"
    return head.encode() + body


def _answer(exchange: Exchange) -> bytes:
    body = exchange.response_body or b""
    head = f"HTTP/1.1 {exchange.status} X\r\n{_lines(exchange.response_headers)}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def _lines(headers: Headers) -> str:
    return "".join(f"{name}: {value}\r\n" for name, value in headers if name.lower() not in _HOP and name[:1] != ":")


def _talk(end: End, exchange: Exchange) -> None:
    """A WebSocket: its opening, and its messages."""
    ends = {True: WSConnection(ConnectionType.CLIENT), False: WSConnection(ConnectionType.SERVER)}

    def say(event: Event, *, sent: bool) -> None:
        data = ends[sent].send(event)
        end.send(data, sent=sent)
        ends[not sent].receive_data(data)
        list(ends[not sent].events())

    more = [
        (name.encode(), value.encode()) for name, value in exchange.headers if name.lower() not in _SOCKET | {"host"}
    ]
    say(Request(host=exchange.host, target=exchange.path, extra_headers=more), sent=True)
    answer = [
        (name.encode(), value.encode()) for name, value in exchange.response_headers if name.lower() not in _SOCKET
    ]
    say(AcceptConnection(extra_headers=answer), sent=False)
    for message in exchange.messages:
        try:
            event: Event = TextMessage(message.content.decode())
        except UnicodeDecodeError:
            event = BytesMessage(message.content)
        say(event, sent=message.sent)
