"""HTTP/2 on this machine: a server that streams, resets and sends trailers, and a client that comes through a proxy."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import h2.config
import h2.connection
import h2.events

from tests.record.server import context

MESSAGE = b"\x00\x00\x00\x00\x05hello"


class Http2Server:
    """`/grpc` streams three messages and ends with trailers, `/reset` breaks off after one."""

    def __init__(self, folder: Path) -> None:
        self.tls = context(folder)
        self.tls.set_alpn_protocols(["h2"])
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.received: dict[str, int] = {}
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                plain, _ = self.listener.accept()
                threading.Thread(target=self._serve, args=(plain,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        paths: dict[int, str] = {}
        with suppress(OSError, ssl.SSLError), self.tls.wrap_socket(plain, server_side=True) as connection:
            peer = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
            peer.initiate_connection()
            connection.sendall(peer.data_to_send())
            while data := connection.recv(65536):
                for event in peer.receive_data(data):
                    if isinstance(event, h2.events.RequestReceived):
                        paths[event.stream_id] = dict(event.headers)[b":path"].decode()
                    elif isinstance(event, h2.events.DataReceived):
                        path = paths[event.stream_id]
                        self.received[path] = self.received.get(path, 0) + len(event.data)
                        peer.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
                    elif isinstance(event, h2.events.StreamEnded):
                        self._answer(connection, peer, event.stream_id, paths[event.stream_id])
                connection.sendall(peer.data_to_send())

    def _answer(self, connection: ssl.SSLSocket, peer: Any, stream: int, path: str) -> None:
        peer.send_headers(stream, [(":status", "200"), ("content-type", "application/grpc")])
        for _ in range(1 if path == "/reset" else 3):
            peer.send_data(stream, MESSAGE)
            connection.sendall(peer.data_to_send())
            time.sleep(0.1)
        if path == "/reset":
            peer.reset_stream(stream)
        else:
            peer.send_headers(stream, [("grpc-status", "0"), ("grpc-message", "fine")], end_stream=True)


@contextmanager
def serving_http2(folder: Path) -> Iterator[Http2Server]:
    server = Http2Server(folder)
    try:
        yield server
    finally:
        server.listener.close()


class Http2Client:
    """One connection through a proxy's tunnel; remembers what came on each stream, and when."""

    def __init__(self, tunnel: socket.socket, authority: Path, name: str) -> None:
        trusting = ssl.create_default_context(cafile=str(authority))
        trusting.set_alpn_protocols(["h2"])
        self.connection = trusting.wrap_socket(tunnel, server_hostname=name)
        self.peer = h2.connection.H2Connection(h2.config.H2Configuration(client_side=True))
        self.peer.initiate_connection()
        self.name = name
        self.data: dict[int, list[tuple[bytes, float]]] = {}
        self.trailers: dict[int, list[tuple[bytes, bytes]]] = {}
        self.ended: dict[int, str] = {}
        self._send()

    def _send(self) -> None:
        self.connection.sendall(self.peer.data_to_send())

    def ask(self, path: str, body: bytes, *, ends: bool = True) -> int:
        stream: int = self.peer.get_next_available_stream_id()
        head = [(":method", "POST"), (":scheme", "https"), (":authority", self.name), (":path", path)]
        self.peer.send_headers(stream, [*head, ("content-type", "application/grpc"), ("te", "trailers")])
        self.peer.send_data(stream, body, end_stream=ends)
        self._send()
        return stream

    def reset(self, stream: int) -> None:
        self.peer.reset_stream(stream)
        self._send()

    def wait(self, stream: int) -> str:
        """How a stream ended: `ended` or `reset`."""
        while stream not in self.ended:
            data = self.connection.recv(65536)
            assert data, "the connection was closed"
            for event in self.peer.receive_data(data):
                self._take(event)
            self._send()
        return self.ended[stream]

    def _take(self, event: Any) -> None:
        if isinstance(event, h2.events.DataReceived):
            self.data.setdefault(event.stream_id, []).append((event.data, time.monotonic()))
            self.peer.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        elif isinstance(event, h2.events.TrailersReceived):
            self.trailers[event.stream_id] = list(event.headers)
        elif isinstance(event, h2.events.StreamEnded):
            self.ended[event.stream_id] = "ended"
        elif isinstance(event, h2.events.StreamReset):
            self.ended[event.stream_id] = "reset"
