import struct
from io import BytesIO
from itertools import islice

import pytest

from mhaudit.ingest.pcap.notes import Notes, read_notes, trailers
from tests.ingest.pcap.wire import Packet, Wire, pcap, pcapng, with_trailers

KEYS = "CLIENT_RANDOM " + "0a" * 32 + " " + "1b" * 48 + "\n"


def wire(keys: str = KEYS) -> Wire:
    made = Wire(keys=keys)
    made.udp("203.0.113.1", 9000, b"hello", comment="u-10190")
    return made


def test_secrets_and_apps_of_a_pcapng_file() -> None:
    data = pcapng(wire(), apps={10190: ("app.meadow", "Meadow"), -1: ("", "Unknown"), 0: ("root", "")})
    assert read_notes(BytesIO(data)) == Notes([KEYS.encode()], {10190: "app.meadow", -1: "Unknown", 0: "root"})


def test_a_file_without_notes() -> None:
    assert read_notes(BytesIO(pcapng(wire(""), keys=False))) == Notes()
    assert read_notes(BytesIO(pcap(wire()))) == Notes()
    assert read_notes(BytesIO(b"")) == Notes()


def test_a_section_in_the_other_order_of_bytes() -> None:
    secret = KEYS.encode() + bytes(-len(KEYS) % 4)
    body = struct.pack(">II", 0x544C534B, len(KEYS)) + secret
    section = struct.pack(">IIIHHqI", 0x0A0D0D0A, 28, 0x1A2B3C4D, 1, 0, -1, 28)
    block = struct.pack(">II", 0x0A, len(body) + 12) + body + struct.pack(">I", len(body) + 12)
    assert read_notes(BytesIO(section + block)).secrets == [KEYS.encode()]


@pytest.mark.parametrize("cut", range(0, 400, 7))
def test_a_cut_file_gives_what_came_before(cut: int) -> None:
    whole = pcapng(wire(), apps={10190: ("app.meadow", "Meadow")})
    notes = read_notes(BytesIO(whole[:cut]))
    assert notes.secrets in ([], [KEYS.encode()]) and set(notes.apps) <= {10190}


@pytest.mark.parametrize(
    "block",
    [
        struct.pack("<III", 0x0A, 3, 0),  # a length that can't be
        struct.pack("<III", 0x0A, 0xFFFFFFFC, 0),
        struct.pack("<IIIII", 0x0BAD, 20, 62652, 1, 20),  # too short to name an app
        struct.pack("<II", 0x0BAD, 28)
        + struct.pack("<IBBxxiBB", 62652, 1, 1, 7, 200, 200)
        + b"ab"
        + struct.pack("<I", 28),
        struct.pack("<II", 0x0BAD, 28) + struct.pack("<IBBxxiBB", 1, 1, 1, 7, 1, 1) + b"ab" + struct.pack("<I", 28),
    ],
)
def test_blocks_that_are_not_right(block: bytes) -> None:
    notes = read_notes(BytesIO(pcapng(wire(""), keys=False) + block))
    assert notes.secrets == [] and notes.apps in ({}, {7: "ab"})


def test_the_app_of_each_packet_in_a_trailer() -> None:
    made = wire()
    made.packets.append(Packet(made.now, made.packets[0].data))
    data = with_trailers(made, 10190, "Meadow, your quiet place")
    assert list(islice(trailers(BytesIO(data)), 4)) == ["Meadow, your quiet ", "Meadow, your quiet ", "", ""]


@pytest.mark.parametrize(
    "data", [b"", pcap(wire()), pcapng(wire()), b"\xd4\xc3\xb2\xa1" + bytes(16) + b"\x01\0\0\0junk"]
)
def test_packets_without_a_trailer_have_no_app(data: bytes) -> None:
    assert list(islice(trailers(BytesIO(data)), 3)) == ["", "", ""]
