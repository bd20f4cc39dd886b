import struct

import pytest

from mhaudit.decode.protobuf import read_delimited, read_protobuf
from tests.decode.read import Reading, written

BODY = (None, "body", None)


def read(data: bytes, most: int = 1000) -> list[Reading] | None:
    leaves = read_protobuf(BODY, data, most)
    return None if leaves is None else written(leaves)


MOOD = b"\x0a\x04mood"  # field 1, text
NUMBERS = b"\x18\x96\x01" + b"\x25" + struct.pack("<f", 1.5) + b"\x29" + struct.pack("<d", 2.5)  # fields 3, 4 and 5


def test_protobuf_by_field_number() -> None:
    assert read(MOOD + NUMBERS) == [
        ("body > protobuf > protobuf:1", "mood"),
        ("body > protobuf > protobuf:3", 150),
        ("body > protobuf > protobuf:4", 1.5),
        ("body > protobuf > protobuf:5", 2.5),
    ]


def test_protobuf_within_protobuf() -> None:
    inner = b"\x08\x03" + MOOD
    data = MOOD + b"\x12" + bytes([len(inner)]) + inner
    assert read(data) == [
        ("body > protobuf > protobuf:1", "mood"),
        ("body > protobuf > protobuf:2 > protobuf:1", 3),
        ("body > protobuf > protobuf:2 > protobuf:1", "mood"),
    ]


def test_protobuf_bytes_stay_bytes() -> None:
    assert read(MOOD + b"\x12\x04\xff\xfe\xfd\x07") == [
        ("body > protobuf > protobuf:1", "mood"),
        ("body > protobuf > protobuf:2", b"\xff\xfe\xfd\x07"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"\x18\x96\x01",  # fits, and says nothing
        MOOD[:-1],
        MOOD + b"\x0b",  # a wire type that is no more
        b"\x02\x04mood",  # field 0
        MOOD + b"\xff" * 12,
        b"",
    ],
)
def test_other_bytes_are_not_protobuf(data: bytes) -> None:
    assert read_protobuf(BODY, data, 1000) is None


def test_a_deep_message_is_not_followed_for_ever() -> None:
    def nested(levels: int) -> bytes:
        return MOOD if not levels else b"\x0a" + bytes([len(inner := nested(levels - 1))]) + inner

    assert read(nested(12)) == [("body > protobuf" + " > protobuf:1" * 13, "mood")]
    assert read(nested(40)) is None


def test_fields_are_read_up_to_their_bound() -> None:
    assert read(MOOD + b"\x18\x03", 1) == [
        ("body > protobuf > protobuf:1", "mood"),
        ("body > protobuf > protobuf:3", 3),
    ]
    assert read(MOOD + b"\x18\x03\x18\x04", 1) is None


@pytest.mark.parametrize(("number", "read_"), [(536_870_911, True), (536_870_912, False)])
def test_the_largest_field_number(number: int, read_: bool) -> None:
    tag, value = bytearray(), number << 3 | 2
    while value > 127:
        tag.append(value & 127 | 128)
        value >>= 7
    found = read(bytes([*tag, value, 4]) + b"mood")
    assert found == ([(f"body > protobuf > protobuf:{number}", "mood")] if read_ else None)


def names(data: bytes) -> list[str]:
    return [name for _, name, _ in read_protobuf(BODY, data, 1000) or []]


def test_a_name_beside_its_values_names_them() -> None:
    assert names(MOOD + b"\x18\x03") == ["", "mood"]
    assert names(MOOD + b"\x18\x03" * 5) == ["", *["mood"] * 5]
    assert names(MOOD + b"\x18\x03" * 6) == [""] * 7
    assert names(b"\x0a\x04moo?" + b"\x18\x03") == ["", ""]


SIX = b"\x06" + MOOD


@pytest.mark.parametrize(
    ("data", "places"),
    [
        (SIX + SIX, ["body > delimited:0 > protobuf > protobuf:1", "body > delimited:1 > protobuf > protobuf:1"]),
        (b"\0\0\0\x06" + MOOD, ["body > delimited:0 > protobuf > protobuf:1"]),
        (b"\x06\0\0\0" + MOOD, ["body > delimited:0 > protobuf > protobuf:1"]),
        (SIX + SIX[:-1], None),
        (b"\0\0\0\x07" + MOOD, None),
        (b"\0" + SIX, None),
        (b"", None),
    ],
)
def test_messages_behind_their_length(data: bytes, places: list[str] | None) -> None:
    leaves = read_delimited(BODY, data, 1000)
    assert (None if leaves is None else written(leaves)) == (
        None if places is None else [(place, "mood") for place in places]
    )
