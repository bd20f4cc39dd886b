"""Who listens on a port, asked on this machine only."""

import socket
from contextlib import suppress
from typing import Literal

_ASKED = b"GET / HTTP/1.0\r\n\r\n"  # for nobody: a proxy answers that itself, and records no exchange

_ENOUGH = 1 << 16  # bytes

Listener = Literal["nobody", "mitmproxy", "somebody"]


def listener(host: str, port: int, patience: float = 1.0) -> Listener:
    """Whether a mitmproxy answers there, as its own error page tells; `patience` is in seconds."""
    try:
        connection = socket.create_connection((host, port), timeout=patience)
    except OSError:
        return "nobody"
    said = b""
    with connection, suppress(OSError):
        connection.sendall(_ASKED)
        while len(said) < _ENOUGH and (more := connection.recv(4096)):
            said += more
    return "mitmproxy" if b"mitmproxy" in said.lower() else "somebody"
