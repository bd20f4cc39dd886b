"""Binary property lists are measured before they are unfolded."""

import plistlib
import struct
from typing import Any

import pytest

from mhaudit.decode.plist import is_bounded


def written(value: Any) -> bytes:
    return plistlib.dumps(value, fmt=plistlib.FMT_BINARY)


def of_objects(*objects: bytes) -> bytes:
    """A property list of these objects, each as it is written in the file."""
    data, offsets = b"bplist00", []
    for item in objects:
        offsets.append(len(data))
        data += item
    return data + bytes(offsets) + b"\0" * 6 + b"\x01\x01" + struct.pack(">QQQ", len(objects), 0, len(data))


@pytest.mark.parametrize(
    ("data", "members"),
    [
        (written(3), 1),
        (written([1, 2, 3]), 6),  # three members, and three numbers
        (written({"a": 1, "b": 2}), 8),  # two keys and two values, and each of them
        (written(list(range(20))), 40),  # a length of more than fourteen is a number of its own
        (written("x" * 1000), 11),
        (written("x" * 99), 1),
        (of_objects(b"\xa2\x01\x01", b"\x51a"), 3),  # what two members share is counted where it stands
    ],
)
def test_members_are_counted_up_to_their_bound(data: bytes, members: int) -> None:
    assert is_bounded(data, members)
    assert not is_bounded(data, members - 1)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"bplist00",
        b"bplist00" + b"\xff" * 40,
        written([1, 2, 3])[:-1],
        b"bplist00" + b"\0" * 6 + b"\x01\x01" + struct.pack(">QQQ", 2, 0, 39),  # a table behind the end
        of_objects(b"\xaf\x13" + b"\xff" * 8),  # a list of as many members as fit in eight bytes
    ],
)
def test_what_cannot_be_measured_is_not_unfolded(data: bytes) -> None:
    assert not is_bounded(data, 1000)
