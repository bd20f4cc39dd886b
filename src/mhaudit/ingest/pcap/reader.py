"""PCAP and PCAPNG: packets, through tshark, with the TLS keys that are in the file or beside it.

The file is read twice. First every packet is booked to its connection; then what tshark could take apart becomes
exchanges, and connections of which nothing could be read become contacts and gaps. Numbers are those of frames, as
Wireshark shows them.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from mhaudit.errors import CaptureUnreadable
from mhaudit.ingest.contacts.listing import number_of
from mhaudit.ingest.lookup import lookup
from mhaudit.ingest.pcap.connections import FIELDS, Connection, Connections
from mhaudit.ingest.pcap.draft import Draft
from mhaudit.ingest.pcap.http1 import Http1
from mhaudit.ingest.pcap.http2 import Http2
from mhaudit.ingest.pcap.layers import Layer, all_of, text
from mhaudit.ingest.pcap.notes import PCAP, PCAPNG, read_notes, trailers
from mhaudit.ingest.pcap.streams import Streams
from mhaudit.ingest.pcap.tshark import Tshark
from mhaudit.ingest.reader import WHOLE, Capture, Share
from mhaudit.model.capture import Exchange, Gap, Item

_WANTED = (
    "http || http2 || websocket || dns || data || mqtt || xmpp || amqp || imap || smtp || coap || stun"
    " || (tcp.len > 0 && !tls) || (udp && !quic && !dtls && !dns)"
)
_LAYERS = "frame ip ipv6 tcp udp http http2 http2.stream websocket dns"
_QUIET = frozenset("mdns ssdp dhcp dhcpv6 nbns llmnr icmp".split())  # talk of the network itself


class PcapReader:
    """Reads packet captures of PCAPdroid, tcpdump, Wireshark and others."""

    format = "packet capture"

    def sniff(self, head: bytes) -> bool:
        """The magic numbers of PCAP, in either order of bytes, and of PCAPNG."""
        return head.startswith((*PCAP, PCAPNG))

    def read(self, capture: Capture, share: Share = WHOLE) -> Iterator[Item]:
        """Exchanges as they are complete, then what was left open, then contacts and gaps."""
        with TemporaryDirectory(prefix="mhaudit-tshark-") as folder:
            with capture.path.open("rb") as file:
                notes = read_notes(file)
            keys = Path(folder, "keys")
            keys.write_bytes(b"\n".join([*notes.secrets, *(path.read_bytes() for path in capture.keys)]))
            tshark = Tshark(capture.path, capture.where, keys, Path(folder))
            connections = Connections(notes.apps)
            with capture.path.open("rb") as file:
                for row, app in zip(tshark.rows(FIELDS), trailers(file), strict=False):
                    connections.add(row, app)
            if not connections.known and tshark.complaints:
                raise CaptureUnreadable(f"{capture.where}: tshark could not read it: {tshark.complaints}")
            damage = tshark.complaints
            talk = _Talk(connections, capture.name)
            for item in _all(talk, tshark):
                if not share.first if isinstance(item, Gap) else share.mine(item.number):
                    yield item
            if damage and not share.first:
                yield Gap(code="damaged-capture", detail=f"{capture.name}: {damage}", blocking=True)


def _all(talk: "_Talk", tshark: Tshark) -> Iterator[Item]:
    for layers in tshark.packets(_WANTED, _LAYERS):
        yield from talk.take(layers)
    yield from talk.rest()
    yield from talk.connections.silent(talk.capture)


class _Talk:
    """What is said in all connections."""

    def __init__(self, connections: Connections, capture: str) -> None:
        self.connections = connections
        self.capture = capture
        self.http1, self.http2, self.streams = Http1(), Http2(), Streams()

    def take(self, layers: Layer) -> Iterator[Exchange | Gap]:
        """The exchanges that are complete with a packet."""
        frame = layers.get("frame", {})
        number = number_of(text(frame, "frame.number")) or 1
        connection = self._connection(layers)
        if connection is None or not _QUIET.isdisjoint(text(frame, "frame.protocols").split(":")):
            return
        if "dns" in layers:
            yield from self._look_ups(layers, number, connection)
            return
        for draft in self._drafts(layers, connection, number):
            yield from draft.exchange(self.capture)

    def rest(self) -> Iterator[Exchange | Gap]:
        """What was still open when the capture ended."""
        for protocol in (self.http1, self.http2, self.streams):
            for draft in protocol.rest():
                yield from draft.exchange(self.capture)

    def _drafts(self, layers: Layer, connection: Connection, number: int) -> Iterator[Draft]:
        at = _time(layers)
        sent = _sender(layers, connection.transport) == connection.phone
        if "http" in layers or "websocket" in layers:
            yield from self.http1.take(layers, connection, number, at)
        elif "http2" in layers:
            yield from self.http2.take(layers, connection, number, at, sent=sent)
        else:
            yield from self.streams.take(layers, connection, number, at, sent=sent)

    def _connection(self, layers: Layer) -> Connection | None:
        for transport in ("tcp", "udp"):
            for layer in all_of(layers, transport):
                return self.connections.of(transport, text(layer, f"{transport}.stream"))
        return None

    def _look_ups(self, layers: Layer, number: int, connection: Connection) -> Iterator[Exchange]:
        """Questions; the answers were read when the connections were."""
        for layer in all_of(layers, "dns"):
            flags = layer.get("dns.flags_tree", {})
            answers = text(flags if isinstance(flags, dict) else {}, "dns.flags.response") in ("1", "True")
            queries = layer.get("Queries", {})
            for asked in queries.values() if isinstance(queries, dict) and not answers else ():
                if isinstance(asked, dict) and (name := text(asked, "dns.qry.name")):
                    kind = number_of(text(asked, "dns.qry.type")) or 0
                    found = lookup(self.capture, number, name, kind, _time(layers), None, connection.app)
                    yield found


def _time(layers: Layer) -> float | None:
    try:
        return float(text(layers.get("frame", {}), "frame.time_epoch"))
    except ValueError:
        return None


def _sender(layers: Layer, transport: str) -> tuple[str, int]:
    address = next((text(layer, f"{ip}.src") for ip in ("ip", "ipv6") for layer in all_of(layers, ip)), "")
    port = next((number_of(text(layer, f"{transport}.srcport")) for layer in all_of(layers, transport)), 0)
    return address, port or 0
