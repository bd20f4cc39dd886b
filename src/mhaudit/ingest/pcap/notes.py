"""Recorder data beside the packets: TLS secrets, and the apps of packets.

PCAPNG blocks are read one by one (draft-ietf-opsawg-pcapng). tshark reads secrets only before the packets that need
them, and PCAPdroid writes them after; so they are collected first. PCAPdroid's own data, by its source (pcap_dump.c): a
custom block of PEN 62652 names the app of each user id, a packet's comment `u-<uid>` refers to it, and in PCAP the last
32 bytes of an Ethernet frame contain it.
"""

import struct
from collections.abc import Iterator
from typing import IO, NamedTuple

from msgspec import Struct, field

PCAP = (b"\xd4\xc3\xb2\xa1", b"\xa1\xb2\xc3\xd4", b"\x4d\x3c\xb2\xa1", b"\xa1\xb2\x3c\x4d")
PCAPNG = b"\x0a\x0d\x0d\x0a"
_SECRETS, _CUSTOM, _SECTION = 0x0A, 0x0BAD, 0x0A0D0D0A
_TLS_KEYS = 0x544C534B
_PCAPDROID = 62652
_ETHERNET = 1
_TRAILER = b"\x01\x07\x20\x21"
_LARGEST_BLOCK = 64 << 20
_LARGEST_SECRETS = 256 << 20
_MOST_APPS = 100_000


class Block(NamedTuple):
    """One block of a PCAPNG file: its type, its body, and the byte order of its section."""

    kind: int
    body: bytes
    order: str


class Notes(Struct):
    """`secrets` is a key log (NSS format); `apps` has the package, or else the name, of each user id."""

    secrets: list[bytes] = field(default_factory=list)
    apps: dict[int, str] = field(default_factory=dict)


def read_notes(file: IO[bytes]) -> Notes:
    """Read the notes of a PCAPNG or PCAP file. Damage ends it; tshark reports the place."""
    notes = Notes()
    size = 0
    if file.read(4) != PCAPNG:
        return notes
    file.seek(0)
    for block in _blocks(file):
        if block.kind == _SECRETS and size < _LARGEST_SECRETS:
            kind, length = struct.unpack_from(block.order + "II", block.body)
            if kind == _TLS_KEYS:
                notes.secrets.append(block.body[8 : 8 + length])
                size += length
        elif block.kind == _CUSTOM and len(notes.apps) < _MOST_APPS:
            notes.apps |= _app(block)
    return notes


def _blocks(file: IO[bytes]) -> Iterator[Block]:
    """Yield the complete blocks, without the bodies of packets."""
    order = "<"
    while len(head := file.read(8)) == 8:
        kind = struct.unpack(order + "I", head[:4])[0]
        if kind == _SECTION:
            magic = file.read(4)
            order = "<" if magic == b"\x4d\x3c\x2b\x1a" else ">"
            file.seek(-4, 1)
        length = struct.unpack(order + "I", head[4:])[0] - 12
        if length < 0 or length % 4:
            return
        if kind in (_SECRETS, _CUSTOM) and length <= _LARGEST_BLOCK:
            body = file.read(length)
            if len(body) < max(length, 8):
                return
            yield Block(kind, body, order)
        else:
            file.seek(length, 1)
        file.seek(4, 1)


def _app(block: Block) -> dict[int, str]:
    """Parse a block of PCAPdroid's UID map: pen, version, type, padding, uid, two lengths, package, name."""
    if len(block.body) < 14 or struct.unpack_from(block.order + "IBB", block.body) != (_PCAPDROID, 1, 1):
        return {}
    uid, package, name = struct.unpack_from(block.order + "iBB", block.body, 8)
    names = block.body[14 : 14 + package + name]
    return {uid: (names[:package] or names[package:]).decode(errors="replace")}


def trailers(file: IO[bytes]) -> Iterator[str]:
    """Yield the app of each packet of a PCAP file, "" without a trailer. Never ends, for use with `zip`."""
    head = file.read(24)
    order = "<" if head[:4] in (PCAP[0], PCAP[2]) else ">"
    marked = len(head) == 24 and head[:4] in PCAP and struct.unpack(order + "I", head[20:])[0] & 0xFFFF == _ETHERNET
    while marked and len(record := file.read(16)) == 16:
        size = struct.unpack(order + "I", record[8:12])[0]
        data = file.read(min(size, _LARGEST_BLOCK))
        yield data[-24:-4].partition(b"\0")[0].decode(errors="replace") if data[-32:-28] == _TRAILER else ""
    while True:
        yield ""
