"""Binary formats with fields: protobuf without a schema, frames, MessagePack, CBOR, property lists."""

import plistlib
from collections.abc import Mapping, Set
from io import BytesIO

import cbor2
import msgpack

from mhaudit.decode.frames import read_frames
from mhaudit.decode.plist import is_bounded
from mhaudit.decode.protobuf import read_delimited, read_protobuf
from mhaudit.decode.structure import json_leaves
from mhaudit.model.place import Leaf, Trail

_MOST_VALUES = 400_000
_MOST_BYTES = 2 << 20  # each byte of MessagePack or CBOR may be a list, which takes sixty bytes of memory
_LONGEST_NUMBER = 1023  # bits: a larger number doesn't fit a float
_MSGPACK_MAPS = frozenset({*range(0x80, 0xA0), *range(0xDC, 0xE0)})  # first bytes of maps and lists
_CBOR_MAPS = frozenset({*range(0x80, 0xC0), *range(0xC6, 0xDC)})  # and of tagged ones


def read_binary(trail: Trail, data: bytes, most: int = _MOST_VALUES) -> list[Leaf] | None:
    """Return the leaves of the first format that fits all of `data`; None if none fits or has over `most` leaves."""
    if data.startswith(b"bplist00"):
        return _read_plist(trail, data, most)
    for reader in (read_frames, read_protobuf, read_delimited):
        if leaves := reader(trail, data, most):
            return leaves
    if len(data) > _MOST_BYTES:
        return None
    if data[0] in _MSGPACK_MAPS and (leaves := _read_msgpack(trail, data, most)):
        return leaves
    return _read_cbor(trail, data, most) if data[0] in _CBOR_MAPS else None


def _read_msgpack(trail: Trail, data: bytes, most: int) -> list[Leaf] | None:
    try:
        value = msgpack.unpackb(data, strict_map_key=False)
    except (ValueError, TypeError, RecursionError, msgpack.UnpackException):
        return None
    return _tree((trail, "msgpack", None), value, most)


def _read_cbor(trail: Trail, data: bytes, most: int) -> list[Leaf] | None:
    stream = BytesIO(data)
    try:
        value = cbor2.load(stream)
    except (cbor2.CBORDecodeError, ValueError, OverflowError, RecursionError):
        return None
    return None if stream.read(1) else _tree((trail, "cbor", None), value, most)


def _read_plist(trail: Trail, data: bytes, most: int) -> list[Leaf] | None:
    if not is_bounded(data, most):
        return None
    try:
        value = plistlib.loads(data, fmt=plistlib.FMT_BINARY)
    except (ValueError, OverflowError, RecursionError, plistlib.InvalidFileException):
        return None
    return _tree((trail, "plist", None), value, most)


def _tree(root: Trail, value: object, most: int) -> list[Leaf] | None:
    """Return the leaves of a map or list, else None: by chance almost any byte is a MessagePack or CBOR scalar."""
    if not isinstance(value, dict | list) or not value:
        return None
    try:
        return json_leaves(root, _Unfolded(most).of(value))
    except (_WithoutEnd, RecursionError, ValueError):
        return None


class _WithoutEnd(Exception):
    """Raised for too many values: CBOR and property lists can share values, so 100 bytes may expand to millions."""


class _Unfolded:
    """Converter of values to JSON types and bytes; counts the values."""

    def __init__(self, most: int) -> None:
        self.left = most

    def of(self, value: object) -> object:
        """Convert keys to text, tags to their contents, dates and other types to text.

        Raise _WithoutEnd for too many values, RecursionError for circular references, and ValueError if there is no
        text form.
        """
        self.left -= 1
        if self.left < 0:
            raise _WithoutEnd
        if isinstance(value, Mapping):
            return {str(self.of(key)): self.of(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.of(item) for item in value]
        if isinstance(value, Set):
            return sorted((self.of(item) for item in value), key=repr)
        if isinstance(value, cbor2.CBORTag):
            return self.of(value.value)
        if isinstance(value, int) and value.bit_length() > _LONGEST_NUMBER:
            return hex(value)  # Python refuses to convert it to decimal
        return value if value is None or isinstance(value, str | bytes | int | float) else str(value)
