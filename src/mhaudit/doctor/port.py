"""Who listens on a port, asked on this machine only."""

import socket
from typing import Literal

PATIENCE = 2.0  # seconds
_ASKED = b"GET / HTTP/1.0\r\n\r\n"  # for nobody: a proxy answers that itself, and records no exchange

Listener = Literal["nobody", "mitmproxy", "somebody"]


def listener(host: str, port: int) -> Listener:
    """Whether a mitmproxy answers there, as its own error page tells."""
    try:
        with socket.create_connection((host, port), timeout=PATIENCE) as connection:
            connection.sendall(_ASKED)
            said = connection.recv(4096)
            while more := connection.recv(4096):
                said += more
                if len(said) > 1 << 16:
                    break
    except TimeoutError:
        return "somebody"
    except OSError:
        return "nobody"
    return "mitmproxy" if b"mitmproxy" in said.lower() else "somebody"
