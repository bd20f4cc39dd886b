"""Check whether a proxy listens on the port that devices connect to."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from typing import Literal

from mhaudit.doctor.answer import CheckResult
from mhaudit.doctor.evidence import Evidence

_ABOUT = "Port"
_ANY = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 (compared with, not bound to)
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_DATAGRAMS = ("wireguard", "dns", "local", "tun")


def of_port(host: str, port: int) -> CheckResult:
    """Check a port of this machine, without a recording."""
    match listener(host, port):
        case "nobody":
            do = "Start one with mhaudit record, or give its --port."
            return CheckResult(
                _ABOUT, "trouble", f"Nothing listens on {host}:{port}: no recording is running there.", do
            )
        case "somebody":
            do = "Record on another: mhaudit record --port 8081."
            return CheckResult(_ABOUT, "trouble", f"Another program than mitmproxy answers on {host}:{port}.", do)
    return CheckResult(_ABOUT, "fine", f"mitmproxy answers on {host}:{port}.")


def of_listening(seen: Evidence) -> Iterator[CheckResult]:
    """Yield one check for each mode of the recording."""
    if not seen.modes:
        yield CheckResult(_ABOUT, "unknown", "The recording does not say where it listens.")
    for mode, addresses in seen.modes.items():
        if seen.over:
            yield CheckResult(
                _ABOUT, "fine", f"It is over; it listened as {mode} on {', '.join(addresses) or 'itself'}."
            )
        elif mode.startswith(_DATAGRAMS):
            yield CheckResult(_ABOUT, "fine", f"Opened as {mode} on {', '.join(addresses) or 'this machine'}.")
        else:
            yield from (_of_address(mode, address, seen) for address in addresses)


def _of_address(mode: str, address: str, seen: Evidence) -> CheckResult:
    host, _, port = address.rpartition(":")
    there = listener(_ANY.get(host, host), int(port)) if port.isdigit() else "nobody"
    where = f"{mode} on {host}:{port}"
    if there != "mitmproxy":
        says = f"The recording was not stopped, and mitmproxy does not answer as {where}: it was killed."
        return CheckResult(_ABOUT, "trouble", says, "Begin another; what this one holds can be audited.")
    if host in _LOOPBACK and not seen.devices:
        says = f"It listens as {where}: this machine only."
        return CheckResult(_ABOUT, "trouble", says, "Leave --host out, so that other devices reach it.")
    return CheckResult(_ABOUT, "fine", f"It answers as {where}.")


_ASKED = b"GET / HTTP/1.0\r\n\r\n"  # a request without a host: a proxy answers it itself, and records no exchange

_ENOUGH = 1 << 16  # bytes

Listener = Literal["nobody", "mitmproxy", "somebody"]


def listener(host: str, port: int, patience: float = 1.0) -> Listener:
    """Return whether mitmproxy answers there, by its error page; `patience` is in seconds."""
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
