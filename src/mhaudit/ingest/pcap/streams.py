"""Conversations in any other protocol, cleartext or decrypted: their bytes as messages, whatever they mean."""

from collections.abc import Iterable, Iterator

from mhaudit.ingest.pcap.connections import Connection
from mhaudit.ingest.pcap.draft import Draft
from mhaudit.ingest.pcap.tshark import Layer, raws

_CARRIERS = frozenset("tcp udp tls dtls quic".split())


class Streams:
    """One draft for each connection; what a long one said so far is handed on before it grows large."""

    def __init__(self) -> None:
        self.drafts: dict[int, Draft] = {}

    def take(
        self, layers: Layer, connection: Connection, frame: int, at: float | None, *, sent: bool
    ) -> Iterator[Draft]:
        """What a packet adds; the draft where it has become large."""
        yield from self.say(_payload(layers), connection, frame, at, sent=sent)

    def say(
        self, said: Iterable[bytes], connection: Connection, frame: int, at: float | None, *, sent: bool
    ) -> Iterator[Draft]:
        """The same for bytes that were taken out of a packet."""
        for data in said:
            draft = self.drafts.get(connection.number)
            if draft is None:
                kind = "tcp" if connection.transport == "tcp" else "udp"
                scheme = "tls" if connection.protocols & {"tls", "dtls", "quic"} else kind
                draft = self.drafts[connection.number] = Draft(connection, frame, at, kind=kind, scheme=scheme)  # type: ignore[arg-type]
            if not draft.say(data, at, sent=sent):
                yield self.drafts.pop(connection.number)

    def rest(self) -> Iterator[Draft]:
        """What was said by those that are left."""
        yield from self.drafts.values()


def _payload(layers: Layer) -> list[bytes]:
    """The bytes of the first layer that lies on the one that carries it."""
    protocols = layers.get("frame", {}).get("frame.protocols", "")
    names = protocols.split(":") if isinstance(protocols, str) else []
    carriers = [number for number, name in enumerate(names) if name in _CARRIERS]
    above = names[carriers[-1] + 1 :] if carriers else []
    return [data for data in raws(layers, above[0]) if data] if above else []
