"""The device's connections and their state, so that a connection without data can be reported."""

import time

from mitmproxy.connection import Client
from msgspec import Struct, field

from mhaudit.record.journal import Journal


class ClientConnection(Struct):
    """One connection: its host, the time TLS was established, and whether data came."""

    began: float = field(default_factory=time.time)
    host: str = ""
    transport: str = "tcp"
    established: float | None = None
    tls: str = ""  # the version, as `TLSv1.3`
    failure: str = ""  # why the server could not be reached
    told: bool = False  # the journal or the dump has an entry for it: a request, a message, a refused certificate


class Clients:
    """All open connections."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._open: dict[str, ClientConnection] = {}
        self._devices: set[str] = set()

    def __len__(self) -> int:
        return len(self._open)

    def met(self, client: Client) -> None:
        """Register a new connection. It is not yet a device: a test of whether the proxy is up also connects."""
        self._open.setdefault(client.id, ClientConnection(transport=client.transport_protocol))

    def of(self, client: Client) -> ClientConnection:
        """Return the state of a connection; write a device's first connection to the journal."""
        self._tell_device(client)
        return self._open.setdefault(client.id, ClientConnection(transport=client.transport_protocol))

    def tunnel(self, client: Client, host: str) -> ClientConnection:
        """Register that the connection is used for a host from now on."""
        self._tell_device(client)
        seen = self._open[client.id] = ClientConnection(host=host)
        return seen

    def left(self, client: Client) -> None:
        """Remove a closed connection or tunnel; write it to the journal if no data came on it.

        A connection without a host is not written.
        """
        self._tell_end(client.id, self._open.pop(client.id, None))

    def stop(self) -> None:
        """Write all connections that are still open when the recording ends."""
        for client, seen in self._open.items():
            self._tell_end(client, seen, stopped=True)
        self._open.clear()

    def _tell_end(self, client: str, seen: ClientConnection | None, **more: bool) -> None:
        if seen is None or seen.told or not seen.host:
            return
        self._journal.write(
            "closed",
            client=client,
            host=seen.host,
            established=seen.established is not None,
            seconds=round(time.time() - (seen.established or seen.began), 3),
            transport=seen.transport,
            tls=seen.tls,
            failure=seen.failure,
            **more,
        )

    def _tell_device(self, client: Client) -> None:
        address = client.peername[0]
        if address not in self._devices:
            self._devices.add(address)
            self._journal.write("device", address=address, mode=client.proxy_mode.type_name)
