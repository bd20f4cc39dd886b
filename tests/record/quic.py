"""HTTP/3 on this machine: a server, and a device that speaks it through whatever carries its datagrams."""

import asyncio
import os
import secrets
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from aioquic.asyncio.protocol import QuicConnectionProtocol
from aioquic.asyncio.server import serve
from aioquic.h3.connection import H3Connection
from aioquic.h3.events import DataReceived, H3Event, HeadersReceived
from aioquic.quic.configuration import QuicConfiguration
from aioquic.quic.connection import QuicConnection
from aioquic.quic.events import ConnectionTerminated, ProtocolNegotiated, QuicEvent

from tests.record.proxy import PATIENCE

ANYBODY = ("127.0.0.1", 1)  # whom the sans-IO connection takes its packets to be from


class Answers(QuicConnectionProtocol):
    """Says `heard: ` and what was sent."""

    http: H3Connection | None = None

    def quic_event_received(self, event: QuicEvent) -> None:
        if isinstance(event, ProtocolNegotiated):
            self.http = H3Connection(self._quic)
            self.bodies: dict[int, bytes] = {}
        for told in self.http.handle_event(event) if self.http else ():
            self.answer(told)

    def answer(self, told: H3Event) -> None:
        assert self.http
        if isinstance(told, HeadersReceived | DataReceived):
            body = self.bodies.get(told.stream_id, b"") + (told.data if isinstance(told, DataReceived) else b"")
            self.bodies[told.stream_id] = body
            if told.stream_ended:
                self.http.send_headers(told.stream_id, [(b":status", b"200")])
                self.http.send_data(told.stream_id, b"heard: " + body, end_stream=True)
                self.transmit()


@contextmanager
def serving(pem: Path) -> Iterator[tuple[str, int]]:
    """The server, while the block runs; `pem` holds its key and certificate.

    mitmproxy takes only what is for ports 80, 443 and 8443 for QUIC, so each run has an address of its own here.
    """
    address = _address()
    loop, ready = asyncio.new_event_loop(), threading.Event()

    async def run() -> None:
        configuration = QuicConfiguration(is_client=False, alpn_protocols=["h3"])
        configuration.load_cert_chain(pem, pem)
        server = await serve(*address, configuration=configuration, create_protocol=Answers)
        ready.set()
        await ending.wait()
        server.close()  # type: ignore[no-untyped-call]

    ending = asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=(run(),), daemon=True)
    thread.start()
    assert ready.wait(PATIENCE)
    try:
        yield address
    finally:
        loop.call_soon_threadsafe(ending.set)
        thread.join(PATIENCE)
        loop.close()


@contextmanager
def silent() -> Iterator[tuple[str, int]]:
    """A server that takes what comes and never answers."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bound:
        bound.bind(_address())
        yield bound.getsockname()


def _address() -> tuple[str, int]:
    return f"127.{os.getpid() % 200 + 1}.{secrets.randbelow(200)}.{secrets.randbelow(200) + 1}", 8443


class Carrier(Protocol):
    """Takes datagrams to where they belong, and brings some back."""

    def carry(self, data: bytes) -> None: ...

    def bring(self, patience: float) -> bytes | None: ...


def post(
    carrier: Carrier, name: str, path: str, body: bytes, ca: Path | None, patience: float = PATIENCE
) -> tuple[bytes, str]:
    """One request by HTTP/3: the body of the answer, and why the connection ended, as far as it did.

    Without `ca` the device trusts nobody whom the system does not.
    """
    configuration = QuicConfiguration(is_client=True, alpn_protocols=["h3"], server_name=name)
    configuration.verify_mode = ssl.CERT_REQUIRED
    if ca:
        configuration.load_verify_locations(str(ca))
    quic = QuicConnection(configuration=configuration)
    quic.connect(ANYBODY, now=time.time())
    talk = _Talk(quic, name, path, body)
    end = time.monotonic() + patience
    while not talk.done and time.monotonic() < end:
        for data, _ in quic.datagrams_to_send(now=time.time()):
            carrier.carry(data)
        if brought := carrier.bring(0.05):
            quic.receive_datagram(brought, ANYBODY, now=time.time())
        timer = quic.get_timer()
        if timer and timer <= time.time():
            quic.handle_timer(now=time.time())
        talk.listen()
    quic.close()
    for data, _ in quic.datagrams_to_send(now=time.time()):
        carrier.carry(data)
    return talk.heard, talk.ended


class _Talk:
    def __init__(self, quic: QuicConnection, name: str, path: str, body: bytes) -> None:
        self.quic, self.name, self.path, self.body = quic, name, path, body
        self.http: H3Connection | None = None
        self.heard, self.ended, self.done = b"", "", False

    def listen(self) -> None:
        event: Any
        while event := self.quic.next_event():
            if isinstance(event, ConnectionTerminated):
                self.ended, self.done = event.reason_phrase, True
            if isinstance(event, ProtocolNegotiated):
                self.ask()
            for told in self.http.handle_event(event) if self.http else ():
                self.heard += told.data if isinstance(told, DataReceived) else b""
                self.done = self.done or bool(getattr(told, "stream_ended", False))

    def ask(self) -> None:
        self.http = H3Connection(self.quic)
        stream = self.quic.get_next_available_stream_id()
        head = {":method": "POST", ":scheme": "https", ":authority": self.name, ":path": self.path}
        self.http.send_headers(stream, [(name.encode(), value.encode()) for name, value in head.items()])
        self.http.send_data(stream, self.body, end_stream=True)
