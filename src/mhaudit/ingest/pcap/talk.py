"""Exchanges from the connections of a capture: conversion of the packets that tshark dissected."""

from collections.abc import Iterator
from itertools import chain

from mhaudit.ingest.contacts.listing import number_of
from mhaudit.ingest.hosts import lookup
from mhaudit.ingest.pcap.connections import Connection, Connections
from mhaudit.ingest.pcap.draft import Draft
from mhaudit.ingest.pcap.http1 import Http1
from mhaudit.ingest.pcap.http2 import Http2
from mhaudit.ingest.pcap.http3 import Http3, Quic
from mhaudit.ingest.pcap.streams import Streams
from mhaudit.ingest.pcap.torn import Torn
from mhaudit.ingest.pcap.tshark import Layer, all_of, field_text
from mhaudit.model.capture import Exchange, Gap

# The required packets, as tshark's display filter, and their required layers.
WANTED = (
    "http || http2 || websocket || dns || data || mqtt || xmpp || amqp || imap || smtp || coap || stun"
    " || quic.stream_data || (tcp.len > 0 && !tls) || (udp && !quic && !dtls && !dns)"
)
LAYERS = "frame ip ipv6 tcp udp http http2 http2.stream websocket dns quic"
_QUIET = frozenset("mdns ssdp dhcp dhcpv6 nbns llmnr icmp".split())  # protocols of the local network


class Talk:
    """The exchanges of all connections."""

    def __init__(self, connections: Connections, capture: str) -> None:
        self.connections = connections
        self.capture = capture
        self.http1, self.http2, self.quic, self.streams = Http1(), Http2(), Quic(), Streams()
        self.http3: dict[int, Http3] = {}
        self.torn = Torn()

    def take(self, layers: Layer) -> Iterator[Exchange | Gap]:
        """Process a packet; yield the exchanges that it completes."""
        frame = layers.get("frame", {})
        number = number_of(field_text(frame, "frame.number")) or 1
        connection = self._connection(layers)
        if connection is None or not _QUIET.isdisjoint(field_text(frame, "frame.protocols").split(":")):
            return
        if "dns" in layers:
            yield from self._look_ups(layers, number, connection)
            return
        for draft in self._drafts(layers, connection, number):
            yield from draft.exchange(self.capture)

    def rest(self) -> Iterator[Exchange | Gap]:
        """Yield the exchanges that were open at the end of the capture."""
        others = (http3.rest() for http3 in self.http3.values())
        for draft in chain(self.http1.rest(), self.http2.rest(), *others, self.streams.rest(), self.torn.rest()):
            yield from draft.exchange(self.capture)

    def _drafts(self, layers: Layer, connection: Connection, number: int) -> Iterator[Draft]:
        at = _time(layers)
        sent = _sender(layers, connection.transport) == connection.phone
        self.torn.take(layers, connection, number, at, sent=sent)
        if "http" in layers or "websocket" in layers:
            yield from self.http1.take(layers, connection, number, at)
        elif "http2" in layers:
            yield from self.http2.take(layers, connection, number, at, sent=sent)
        elif "quic" in layers:
            yield from self._quic(layers, connection, number, at, sent=sent)
        else:
            yield from self.streams.take(layers, connection, number, at, sent=sent)

    def _quic(
        self, layers: Layer, connection: Connection, number: int, at: float | None, *, sent: bool
    ) -> Iterator[Draft]:
        """Yield HTTP/3, or any other protocol on QUIC as messages."""
        for piece in self.quic.pieces(layers, connection.number, sent=sent):
            if "http3" in connection.protocols:
                http3 = self.http3.setdefault(connection.number, Http3(connection))
                yield from http3.take(piece, number, at, sent=sent)
            elif piece.data:
                yield from self.streams.say([piece.data], connection, number, at, sent=sent)

    def _connection(self, layers: Layer) -> Connection | None:
        for transport in ("tcp", "udp"):
            for layer in all_of(layers, transport):
                return self.connections.of(transport, field_text(layer, f"{transport}.stream"))
        return None

    def _look_ups(self, layers: Layer, number: int, connection: Connection) -> Iterator[Exchange]:
        """Yield DNS queries; the answers were read with the connections."""
        for layer in all_of(layers, "dns"):
            flags = layer.get("dns.flags_tree", {})
            answers = field_text(flags if isinstance(flags, dict) else {}, "dns.flags.response") in ("1", "True")
            queries = layer.get("Queries", {})
            for asked in queries.values() if isinstance(queries, dict) and not answers else ():
                if isinstance(asked, dict) and (name := field_text(asked, "dns.qry.name")):
                    kind = number_of(field_text(asked, "dns.qry.type")) or 0
                    aliases = self.connections.aliases.get(name.rstrip(".").lower(), ())
                    yield lookup(self.capture, number, name, kind, _time(layers), None, connection.app, aliases)


def _time(layers: Layer) -> float | None:
    try:
        return float(field_text(layers.get("frame", {}), "frame.time_epoch"))
    except ValueError:
        return None


def _sender(layers: Layer, transport: str) -> tuple[str, int]:
    address = next((field_text(layer, f"{ip}.src") for ip in ("ip", "ipv6") for layer in all_of(layers, ip)), "")
    port = next((number_of(field_text(layer, f"{transport}.srcport")) for layer in all_of(layers, transport)), 0)
    return address, port or 0
