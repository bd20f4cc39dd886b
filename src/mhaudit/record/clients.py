"""The connections of the device: what was seen of each, so that one on which nothing came can be told of."""

import time

from mitmproxy.connection import Client
from msgspec import Struct, field

from mhaudit.record.journal import Journal


class ClientConnection(Struct):
    """One connection: whom it was for, when TLS stood, and whether anything came."""

    began: float = field(default_factory=time.time)
    host: str = ""
    transport: str = "tcp"
    established: float | None = None
    tls: str = ""  # the version, as `TLSv1.3`
    failure: str = ""  # why the server could not be reached
    told: bool = False  # the journal or the dump speaks of it: a request, a message, a refused certificate


class Clients:
    """All connections that are open now."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._open: dict[str, ClientConnection] = {}
        self._devices: set[str] = set()

    def __len__(self) -> int:
        return len(self._open)

    def met(self, client: Client) -> None:
        """A connection begins. Who only knocks, as a test does of whether the proxy is up, is no device yet."""
        self._open.setdefault(client.id, ClientConnection(transport=client.transport_protocol))

    def of(self, client: Client) -> ClientConnection:
        """What was seen of a connection so far. The first of a device is told to the journal."""
        self._tell_device(client)
        return self._open.setdefault(client.id, ClientConnection(transport=client.transport_protocol))

    def tunnel(self, client: Client, host: str) -> ClientConnection:
        """The connection is used for a host from now on."""
        self._tell_device(client)
        seen = self._open[client.id] = ClientConnection(host=host)
        return seen

    def left(self, client: Client) -> None:
        """The connection, or a tunnel in it, is closed. Where nothing came on it, the journal says so.

        A connection that was for nobody in particular has no story.
        """
        self._tell_end(client.id, self._open.pop(client.id, None))

    def stop(self) -> None:
        """The recording ends, and with it what was seen of those that are still open: nobody closed them."""
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
