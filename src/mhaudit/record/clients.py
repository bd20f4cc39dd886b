"""The connections of the device: what was seen of each, so that one on which nothing came can be told of."""

import time
from dataclasses import dataclass, field

from mitmproxy.connection import Client

from mhaudit.record.journal import Journal


@dataclass(slots=True)
class Seen:
    """One connection: whom it was for, when TLS stood, and whether anything came."""

    began: float = field(default_factory=time.time)
    host: str = ""
    established: float | None = None
    failure: str = ""  # why the server could not be reached
    told: bool = False  # the journal or the dump speaks of it: a request, a message, a refused certificate


class Clients:
    """All connections that are open now."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._open: dict[str, Seen] = {}

    def __len__(self) -> int:
        return len(self._open)

    def of(self, client: Client) -> Seen:
        """What was seen of a connection so far."""
        return self._open.setdefault(client.id, Seen())

    def tunnel(self, client: Client, host: str) -> None:
        """The connection is used for a host from now on."""
        self._open[client.id] = Seen(host=host)

    def left(self, client: Client) -> None:
        """The connection, or a tunnel in it, is closed. Where nothing came on it, the journal says so.

        A connection that was for nobody in particular has no story.
        """
        seen = self._open.pop(client.id, None)
        if seen is None or seen.told or not seen.host:
            return
        self._journal.write(
            "closed",
            client=client.id,
            host=seen.host,
            established=seen.established is not None,
            seconds=round(time.time() - (seen.established or seen.began), 3),
            transport=client.transport_protocol,
            failure=seen.failure,
        )
