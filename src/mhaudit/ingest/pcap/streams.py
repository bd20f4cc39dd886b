"""Connections of any other protocol, in cleartext or decrypted: their bytes as messages, uninterpreted."""

from collections.abc import Iterable, Iterator

from mhaudit.ingest.pcap.connections import Connection
from mhaudit.ingest.pcap.draft import Draft
from mhaudit.ingest.pcap.tshark import Layer, raws

_CARRIERS = frozenset("tcp udp tls dtls quic".split())


class Streams:
    """One draft for each connection; a long one is yielded in parts of limited size."""

    def __init__(self) -> None:
        self.drafts: dict[int, Draft] = {}

    def take(
        self, layers: Layer, connection: Connection, frame: int, at: float | None, *, sent: bool
    ) -> Iterator[Draft]:
        """Process a packet; yield the draft if it has become large."""
        yield from self.say(_payload(layers), connection, frame, at, sent=sent)

    def say(
        self, said: Iterable[bytes], connection: Connection, frame: int, at: float | None, *, sent: bool
    ) -> Iterator[Draft]:
        """Add bytes extracted from a packet; yield the draft if it has become large."""
        for data in said:
            draft = self.drafts.get(connection.number)
            if draft is None:
                kind = "tcp" if connection.transport == "tcp" else "udp"
                scheme = "tls" if connection.protocols & {"tls", "dtls", "quic"} else kind
                draft = self.drafts[connection.number] = Draft(connection, frame, at, kind=kind, scheme=scheme)  # type: ignore[arg-type]
            if not draft.say(data, at, sent=sent):
                yield self.drafts.pop(connection.number)

    def rest(self) -> Iterator[Draft]:
        """Yield the remaining drafts."""
        yield from self.drafts.values()


def _payload(layers: Layer) -> list[bytes]:
    """Return the bytes of the first layer above the transport."""
    protocols = layers.get("frame", {}).get("frame.protocols", "")
    names = protocols.split(":") if isinstance(protocols, str) else []
    carriers = [number for number, name in enumerate(names) if name in _CARRIERS]
    above = names[carriers[-1] + 1 :] if carriers else []
    return [data for data in raws(layers, above[0]) if data] if above else []
