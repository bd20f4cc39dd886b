"""Packets as a phone would have recorded them: real TLS between two ends in memory, wrapped in TCP, UDP and IP."""

import ssl
import struct
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PHONE = "10.215.173.1"
START = 1_795_165_200.0  # 2026-11-20T09:00:00Z
_SEGMENT = 1400
_SYN, _ACK, _PUSH_ACK, _FIN_ACK = 2, 16, 24, 17


@dataclass(slots=True)
class Packet:
    """One IP packet, when it was seen, and what a recorder noted beside it."""

    at: float
    data: bytes
    comment: str = ""


@dataclass(slots=True)
class Wire:
    """Everything that went over the wire, a millisecond after another."""

    packets: list[Packet] = field(default_factory=list)
    keys: str = ""
    now: float = START
    ports: int = 40_000

    def add(self, data: bytes, comment: str = "") -> None:
        self.now += 0.001
        self.packets.append(Packet(self.now, data, comment))

    def tcp(self, server: str, port: int, comment: str = "") -> "Tcp":
        self.ports += 1
        connection = Tcp(self, server, self.ports, port, comment)
        connection.segment(sent=True, flags=_SYN)
        connection.segment(sent=False, flags=_SYN | _ACK)
        connection.segment(sent=True, flags=_ACK)
        return connection

    def dns(self, name: str, answer: str = "203.0.113.20", resolver: str = "10.215.173.2", comment: str = "") -> None:
        """A question for an address, and its answer."""
        labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"
        question = labels + struct.pack(">HH", 1, 1)
        record = b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 60, 4) + ip_address(answer).packed
        for sent, message in (
            (True, struct.pack(">6H", 7, 0x0100, 1, 0, 0, 0) + question),
            (False, struct.pack(">6H", 7, 0x8180, 1, 1, 0, 0) + question + record),
        ):
            self.udp(resolver, 53, message, sent=sent, comment=comment)

    def udp(self, server: str, port: int, payload: bytes, *, sent: bool = True, comment: str = "") -> None:
        ends = (40_000, port) if sent else (port, 40_000)
        self.add(_ip(server, 17, struct.pack(">4H", *ends, 8 + len(payload), 0) + payload, sent=sent), comment)


@dataclass(slots=True)
class Tcp:
    """A connection of the phone with a server."""

    wire: Wire
    server: str
    own_port: int
    port: int
    comment: str
    numbers: dict[bool, int] = field(default_factory=lambda: {True: 1000, False: 5000})

    def send(self, data: bytes, *, sent: bool = True) -> None:
        for start in range(0, len(data), _SEGMENT):
            self.segment(data[start : start + _SEGMENT], sent=sent, flags=_PUSH_ACK)

    def close(self) -> None:
        self.segment(sent=True, flags=_FIN_ACK)
        self.segment(sent=False, flags=_FIN_ACK)
        self.segment(sent=True, flags=_ACK)

    def segment(self, payload: bytes = b"", *, sent: bool, flags: int) -> None:
        ends = (self.own_port, self.port) if sent else (self.port, self.own_port)
        header = struct.pack(">HHIIBBHHH", *ends, self.numbers[sent], self.numbers[not sent], 0x50, flags, 65535, 0, 0)
        self.numbers[sent] += len(payload) + bool(flags & 3)
        self.wire.add(_ip(self.server, 6, header + payload, sent=sent), self.comment)


def _ip(server: str, protocol: int, payload: bytes, *, sent: bool) -> bytes:
    phone = PHONE if ip_address(server).version == 4 else "fd00::1"
    ends = [ip_address(end).packed for end in ((phone, server) if sent else (server, phone))]
    if len(ends[0]) == 16:
        return struct.pack(">IHBB", 6 << 28, len(payload), protocol, 64) + b"".join(ends) + payload
    return struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(payload), 0, 0x4000, 64, protocol, 0) + b"".join(ends) + payload


class Tls:
    """A TLS connection over a TCP one; what is sent is encrypted by Python's own ssl module."""

    def __init__(self, tcp: Tcp, name: str, certificate: Path, alpn: str = "", newest: str = "TLSv1_3") -> None:
        self.tcp = tcp
        keys = certificate.with_suffix(".keys")
        keys.write_text("", encoding="ascii")
        client, server = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        client.check_hostname, client.verify_mode = False, ssl.CERT_NONE
        client.keylog_filename = str(keys)
        client.maximum_version = ssl.TLSVersion[newest]
        server.load_cert_chain(certificate)
        if alpn:
            client.set_alpn_protocols([alpn])
            server.set_alpn_protocols([alpn])
        self.bios = {True: (ssl.MemoryBIO(), ssl.MemoryBIO()), False: (ssl.MemoryBIO(), ssl.MemoryBIO())}
        self.ends = {
            True: client.wrap_bio(*self.bios[True], server_hostname=name),
            False: server.wrap_bio(*self.bios[False], server_side=True),
        }
        for _ in range(3):
            for sent in (True, False):
                self._shake(sent=sent)
        tcp.wire.keys += keys.read_text(encoding="ascii")

    def send(self, data: bytes, *, sent: bool = True) -> None:
        for start in range(0, len(data), 1 << 14):
            self.ends[sent].write(data[start : start + (1 << 14)])
            self._flush(sent=sent)

    def close(self) -> None:
        self.tcp.close()

    def _shake(self, *, sent: bool) -> None:
        with suppress(ssl.SSLWantReadError):
            self.ends[sent].do_handshake()
        self._flush(sent=sent)

    def _flush(self, *, sent: bool) -> None:
        if data := self.bios[sent][1].read():
            self.tcp.send(data, sent=sent)
            self.bios[not sent][0].write(data)


def certificate(folder: Path) -> Path:
    """A certificate of nobody, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = datetime(2026, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(3650))
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "server.pem"
    path.write_bytes(made + secret)
    return path


def pcap(wire: Wire, link: int = 101) -> bytes:
    """A PCAP file, of raw IP packets unless another type of link is named."""
    return struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 1 << 18, link) + b"".join(
        struct.pack("<IIII", int(packet.at), round(packet.at % 1 * 1e6), len(packet.data), len(packet.data))
        + packet.data
        for packet in wire.packets
    )


def with_trailers(wire: Wire, uid: int, app: str) -> bytes:
    """A PCAP file of Ethernet frames with PCAPdroid's trailer of 32 bytes."""
    tail = struct.pack(">Ii", 0x01072021, uid) + app.encode()[:19].ljust(20, b"\0") + bytes(4)
    frames = [
        Packet(packet.at, bytes(12) + (b"\x08\x00" if packet.data[0] >> 4 == 4 else b"\x86\xdd") + packet.data + tail)
        for packet in wire.packets
    ]
    return pcap(Wire(frames), link=1)


def pcapng(wire: Wire, *, keys: bool = True, apps: dict[int, tuple[str, str]] | None = None) -> bytes:
    """A PCAPNG file as PCAPdroid writes it: names of apps in a custom block, TLS secrets after the packets."""
    blocks = [
        _block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1) + _option(4, b"PCAPdroid")),
        _block(1, struct.pack("<HHI", 101, 0, 0) + _option(9, b"\x06")),
        *(_uid_block(uid, *names) for uid, names in (apps or {}).items()),
        *map(_enhanced, wire.packets),
    ]
    if keys and wire.keys:
        secret = wire.keys.encode()
        blocks.append(_block(0x0A, struct.pack("<II", 0x544C534B, len(secret)) + secret))
    return b"".join(blocks)


def _block(kind: int, body: bytes) -> bytes:
    body += bytes(-len(body) % 4)
    return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)


def _option(code: int, value: bytes) -> bytes:
    return struct.pack("<HH", code, len(value)) + value + bytes(-len(value) % 4) + struct.pack("<HH", 0, 0)


def _enhanced(packet: Packet) -> bytes:
    at, size = int(packet.at * 1e6), len(packet.data)
    head = struct.pack("<IIIII", 0, at >> 32, at & 0xFFFFFFFF, size, size) + packet.data + bytes(-size % 4)
    return _block(6, head + (_option(1, packet.comment.encode()) if packet.comment else b""))


def _uid_block(uid: int, package: str, app: str) -> bytes:
    """PCAPdroid's custom block (PEN 62652): version 1, type 1, and the names of an app."""
    names = package.encode() + app.encode()
    return _block(0x0BAD, struct.pack("<IBBxxiBB", 62652, 1, 1, uid, len(package), len(app)) + names)
