"""The connections of a packet capture: endpoints, names, sizes, and apps."""

import re
from collections.abc import Iterator
from ipaddress import ip_address

from msgspec import Struct, field

from mhaudit.ingest.contacts.listing import host_of, number_of
from mhaudit.model.capture import Contact, Gap

FIELDS = (
    *("frame.number", "frame.time_epoch", "frame.protocols", "frame.comment"),
    *("ip.src", "ip.dst", "ipv6.src", "ipv6.dst"),
    *("tcp.stream", "tcp.srcport", "tcp.dstport", "tcp.len", "tcp.flags"),
    *("udp.stream", "udp.srcport", "udp.dstport", "udp.length"),
    *("tls.handshake.extensions_server_name", "dns.qry.name", "dns.a", "dns.aaaa", "dns.cname"),
    *("frame.len", "frame.cap_len", "tcp.seq"),
)
_HEX = re.compile(r"0x[0-9a-fA-F]{1,8}")
# pymobiledevice3's notes on an iPhone's packet: the app for which it was sent, and the process that sent it.
_PROCESS_FOR = re.compile(r"\bEProcName\s*[:=]\s*([^,;\s][^,;\n]{0,63})", re.IGNORECASE)
_PROCESS = re.compile(r"\b(?:ProcName|process(?:[ _]?name)?|proc)\s*[:=]\s*([^,;\s][^,;\n]{0,63})", re.IGNORECASE)
_UID = re.compile(r"(?:^|[\s,])u-(-?\d{1,10})(?:$|[\s,])")
_SYN, _SYN_ACK = 0x02, 0x12
_UDP_HEADER = 8
_SERVERS = 1024  # lower ports are those of servers
_LOOK_UPS = {53, 5353}
_LOWER = frozenset("eth ethertype frame ip ipv6 raw sll tcp udp".split())
_MOST_NAMES = 100_000
_MOST_ALIASES = 8
_MOST_HOLES = 1000


class Holes(Struct):
    """Missing bytes of one direction of a TCP stream: in no packet, although later ones are."""

    reached: int | None = None
    missing: list[tuple[int, int]] = field(default_factory=list)

    def add(self, start: int, length: int) -> None:
        """Add a segment that begins with byte `start`. Late and repeated segments fill holes."""
        end = start + length
        if self.reached is not None and start > self.reached and len(self.missing) < _MOST_HOLES:
            self.missing.append((self.reached, start))
        elif self.missing and self.reached is not None and start < self.reached:
            self.missing = [left for hole in self.missing for left in _without(hole, start, end)]
        self.reached = max(end, self.reached or 0)

    def size(self) -> int:
        """Return the number of missing bytes."""
        return sum(end - start for start, end in self.missing)


def _without(hole: tuple[int, int], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the rest of a hole after a segment."""
    if end <= hole[0] or hole[1] <= start:
        yield hole
        return
    if hole[0] < start:
        yield hole[0], start
    if end < hole[1]:
        yield end, hole[1]


class Connection(Struct):
    """A TCP or UDP connection; `heard` is whether any content of it could be read."""

    number: int
    first: float | None
    transport: str
    phone: tuple[str, int]
    server: tuple[str, int]
    host: str = ""
    named: bool = False
    app: str = ""
    last: float | None = None
    sent: int = 0
    received: int = 0
    protocols: set[str] = field(default_factory=set)
    heard: bool = False
    cut: dict[bool, int] = field(default_factory=dict)  # bytes truncated by the recorder, by sent or received
    holes: dict[bool, Holes] = field(default_factory=dict)


class Connections:
    """The connections by stream number, built from the rows of all packets in order."""

    def __init__(self, apps: dict[int, str]) -> None:
        self.apps = apps
        self.known: dict[tuple[str, str], Connection] = {}
        self.names: dict[str, str] = {}
        self.aliases: dict[str, tuple[str, ...]] = {}

    def add(self, row: list[str], app: str) -> None:
        """Add one packet. `app` is from a trailer of the packet."""
        packet = dict(zip(FIELDS, row, strict=True))
        if packet["dns.qry.name"]:
            self._remember(packet)
        for transport in ("tcp", "udp"):
            stream = _first(packet[f"{transport}.stream"])
            if stream:
                connection = self.known.get((transport, stream)) or self._begin(transport, stream, packet)
                self._count(connection, transport, packet)
                connection.app = connection.app or app or self._app(packet["frame.comment"])
                return

    def of(self, transport: str, stream: str) -> Connection | None:
        """Return the connection with a stream number of tshark."""
        return self.known.get((transport, stream))

    def _begin(self, transport: str, stream: str, packet: dict[str, str]) -> Connection:
        source, target = _ends(transport, packet)
        answers = _answers(transport, source[1], target[1], _flags(_first(packet["tcp.flags"])))
        phone, server = (target, source) if answers else (source, target)
        connection = Connection(
            number=number_of(packet["frame.number"]) or 1,
            first=_time(packet),
            transport=transport,
            phone=phone,
            server=server,
            host=self.names.get(server[0], server[0]),
        )
        self.known[transport, stream] = connection
        return connection

    def _count(self, connection: Connection, transport: str, packet: dict[str, str]) -> None:
        length = number_of(_first(packet["tcp.len" if transport == "tcp" else "udp.length"])) or 0
        size = length if transport == "tcp" else max(0, length - _UDP_HEADER)
        sent = _ends(transport, packet)[0] == connection.phone
        if sent:
            connection.sent += size
        else:
            connection.received += size
        if cut := (number_of(packet["frame.len"]) or 0) - (number_of(packet["frame.cap_len"]) or 0):
            connection.cut[sent] = connection.cut.get(sent, 0) + max(0, cut)
        at = number_of(_first(packet["tcp.seq"])) if size and transport == "tcp" else None
        if at is not None:
            connection.holes.setdefault(sent, Holes()).add(at, size)
        connection.last = _time(packet)
        connection.protocols.update(packet["frame.protocols"].split(":"))
        name, _ = host_of(_first(packet["tls.handshake.extensions_server_name"]))
        if name and not connection.named:
            connection.host, connection.named = name, True

    def _remember(self, packet: dict[str, str]) -> None:
        """Note the name whose lookup gave an address, and the aliases of a name (CNAME)."""
        name, _ = host_of(_first(packet["dns.qry.name"]))
        for address in [*packet["dns.a"].split(","), *packet["dns.aaaa"].split(",")]:
            if address and name and len(self.names) < _MOST_NAMES:
                self.names[address] = name
        aliases = tuple(alias for alias in packet["dns.cname"].split(",") if alias)
        if aliases and name and len(self.aliases) < _MOST_NAMES:
            self.aliases[name] = aliases[:_MOST_ALIASES]

    def _app(self, comment: str) -> str:
        if match := _UID.search(comment):
            return self.apps.get(int(match[1]), f"uid {match[1]}")
        process = _PROCESS_FOR.search(comment) or _PROCESS.search(comment)
        return process[1].strip() if process else ""

    def silent(self, capture: str) -> Iterator[Contact | Gap]:
        """Yield contacts and gaps for connections of which nothing could be read."""
        for connection in self.known.values():
            yield from _losses(connection, capture)
            address, port = connection.server
            if connection.heard or port in _LOOK_UPS or not _is_somebody(address):
                continue
            if not connection.sent:
                yield Gap(code="connection-failed", host=connection.host, detail=f"{capture}: nothing was sent")
                continue
            yield _contact(connection, capture)
            what = "encrypted" if connection.protocols & {"tls", "quic", "dtls"} else "of a kind that is not read"
            yield Gap(
                code="not-decrypted",
                host=connection.host,
                detail=f"{capture}: {what}",
                blocking=True,
                unread=connection.sent,
            )


def _losses(connection: Connection, capture: str) -> Iterator[Gap]:
    """Yield gaps for truncated and missing packets. If bodies were read, their gaps count the bytes."""
    for sent in (True, False):
        way = "sent" if sent else "received"
        if cut := connection.cut.get(sent, 0):
            detail = f"{capture}: packets were cut while recording, {cut} bytes of what was {way} are missing"
            yield Gap(
                code="packets-lost",
                host=connection.host,
                detail=detail,
                blocking=sent,
                unread=0 if connection.heard else cut,
            )
        if (holes := connection.holes.get(sent)) and (lost := holes.size()):
            detail = f"{capture}: packets are missing, {lost} bytes of what was {way} are not in the capture"
            yield Gap(
                code="packets-lost",
                host=connection.host,
                detail=detail,
                blocking=sent,
                unread=0 if connection.heard else lost,
            )


def _contact(connection: Connection, capture: str) -> Contact:
    address = connection.server[0]
    guessed = connection.host != address and not connection.named
    return Contact(
        capture=capture,
        number=connection.number,
        host=connection.host,
        ip=address,
        app=connection.app,
        first=connection.first,
        last=connection.last,
        sent=connection.sent,
        says="its address is the result of a DNS look-up in the same capture" if guessed else "",
    )


def _answers(transport: str, source: int, target: int, flags: int) -> bool:
    """Return whether the first packet is a server's: the lower port is the server's, in UDP if below 1024."""
    if flags & _SYN:
        return flags & _SYN_ACK == _SYN_ACK
    return source < target if transport == "tcp" else source < _SERVERS <= target


def _flags(text: str) -> int:
    """Parse flags written as `0x0012`; return 0 for anything else."""
    return int(text, 16) if _HEX.fullmatch(text) else 0


def _ends(transport: str, packet: dict[str, str]) -> tuple[tuple[str, int], tuple[str, int]]:
    """Return address and port of sender and receiver."""
    ends = [
        (
            _first(packet[f"ip.{end}"]) or _first(packet[f"ipv6.{end}"]),
            number_of(_first(packet[f"{transport}.{end}port"])) or 0,
        )
        for end in ("src", "dst")
    ]
    return ends[0], ends[1]


def _first(values: str) -> str:
    return values.partition(",")[0]


def _time(packet: dict[str, str]) -> float | None:
    try:
        return float(_first(packet["frame.time_epoch"]))
    except ValueError:
        return None


def _is_somebody(address: str) -> bool:
    """Return whether the address is of one machine, not of a network."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return not (found.is_multicast or found.is_unspecified or address.endswith(".255"))
