import plistlib
import struct
from datetime import UTC, datetime

import cbor2
import msgpack
import pytest

from mhaudit.decode.binary import read_binary
from tests.decode.read import Reading, written

BODY = (None, "body", None)


def read(data: bytes) -> list[Reading] | None:
    leaves = read_binary(BODY, data)
    return None if leaves is None else written(leaves)


MOOD = b"\x0a\x04mood"  # a protobuf message: field 1, text


def test_frames_and_messages_are_distinguished() -> None:
    assert read(MOOD) == [("body > protobuf > protobuf:1", "mood")]
    assert read(b"\x00\x00\x00\x00\x06" + MOOD) == [("body > grpc:0", MOOD)]


DOCUMENT = {"mood": 3, "list": ["a", None, 2.5, True], "deep": {"a/b": b"\x01\x02"}}
LEAVES = [
    ("/mood", 3),
    ("/deep/a~1b", b"\x01\x02"),
    ("/list/0", "a"),
    ("/list/1", None),
    ("/list/2", 2.5),
    ("/list/3", True),
]


@pytest.mark.parametrize(
    ("codec", "data"),
    [("msgpack", msgpack.packb(DOCUMENT)), ("cbor", cbor2.dumps(DOCUMENT))],
)
def test_trees_have_the_places_of_json(codec: str, data: bytes) -> None:
    found = read(data)
    assert found is not None
    assert sorted(map(str, found)) == sorted(str((f"body > {codec}:{path}", value)) for path, value in LEAVES)


def test_a_property_list() -> None:
    data = plistlib.dumps({"mood": 3, "at": datetime(2026, 11, 23)}, fmt=plistlib.FMT_BINARY)  # noqa: DTZ001 - as plists are
    found = read(data)
    assert found is not None
    assert sorted(found) == [("body > plist:/at", "2026-11-23 00:00:00"), ("body > plist:/mood", 3)]


def test_what_json_does_not_have_is_written_out() -> None:
    data = cbor2.dumps({1: {"b", "a"}, "at": datetime(2026, 11, 23, tzinfo=UTC), "tag": cbor2.CBORTag(4711, ["x"])})
    assert read(data) == [
        ("body > cbor:/at", "2026-11-23 00:00:00+00:00"),
        ("body > cbor:/1/0", "a"),
        ("body > cbor:/1/1", "b"),
        ("body > cbor:/tag/0", "x"),
    ]


def test_a_huge_number_is_written_in_hexadecimal() -> None:
    found = read(cbor2.dumps({"n": 10**5000, "m": 2**64}))
    assert found is not None
    assert found[0] == ("body > cbor:/n", hex(10**5000))
    assert found[1] == ("body > cbor:/m", 2**64)


def _plist(objects: list[bytes]) -> bytes:
    data, offsets = b"bplist00", []
    for item in objects:
        offsets.append(len(data))
        data += item
    return data + bytes(offsets) + b"\0" * 6 + b"\x01\x01" + struct.pack(">QQQ", len(objects), 0, len(data))


@pytest.mark.parametrize(
    "data",
    [
        b"\x80" + b"\xff",  # an empty map, and something after it
        b"\xdd\xff\xff\xff\xff\x01",  # 4,294,967,295 items
        b"\x9a\xff\xff\xff\xff\x01",
        b"\xa1\x01\x5b\x7f\xff\xff\xff\xff\xff\xff\xff",  # a byte string of eight exabytes
        b"\x81\xc4\x82\x1b\x7f\xff\xff\xff\xff\xff\xff\xff\x01",  # 10 to the power of as much
        b"\x81\xd8\x1e\x82\x01\x00",  # one divided by nothing
        b"\x81" * 100_000 + b"\x01",
        b"\x91" * 100_000 + b"\x01",
        b"\x81\xd8\x1c\x81\xd8\x1d\x00",  # a list that holds itself
        _plist([b"\xa1\x00"]),  # and another
        _plist([bytes([0xA8, *[n + 1] * 8]) for n in range(20)] + [b"\x51a"]),  # 8 to the power of 20 values
        b"bplist00" + b"\xff" * 40,
    ],
)
def test_what_claims_more_than_it_holds_is_not_read(data: bytes) -> None:
    found = read_binary(BODY, data)
    assert found is None or len(found) < 10
