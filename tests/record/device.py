"""WebSocket as a device speaks it, by hand."""

import socket
import ssl
import struct

from tests.record.proxy import Proxy
from tests.record.server import Server


def open_socket(proxy: Proxy, server: Server, name: str, path: str = "/socket") -> ssl.SSLSocket:
    """A WebSocket that stands."""
    connection = proxy.tls(server.port, name)
    connection.sendall(
        f"GET {path} HTTP/1.1\r\nHost: {name}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
    )
    assert connection.recv(1000).startswith(b"HTTP/1.1 101")
    return connection


def say(connection: ssl.SSLSocket, text: bytes) -> bytes:
    """Send one message, and hear the answer."""
    connection.sendall(bytes([0x81, 0x80 | len(text)]) + b"\0\0\0\0" + text)
    return connection.recv(1000)[2:]


def reset(connection: ssl.SSLSocket) -> None:
    """Close with a TCP reset, without a word."""
    bare = socket.socket(fileno=connection.detach())
    bare.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    bare.close()
