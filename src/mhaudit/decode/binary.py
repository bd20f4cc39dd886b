"""Bytes with fields in them: protobuf without a schema, gRPC frames, MessagePack, CBOR, property lists."""

import plistlib
import struct
from collections.abc import Mapping, Set
from io import BytesIO

import cbor2
import msgpack

from mhaudit.decode.base_n import readable
from mhaudit.decode.structure import json_leaves
from mhaudit.model.place import Leaf, Trail

_DEPTH = 12
_MOST_VALUES = 400_000
_LONGEST_NUMBER = 1024  # bits
_MSGPACK_MAPS = frozenset({*range(0x80, 0xA0), *range(0xDC, 0xE0)})  # first bytes of maps and lists
_CBOR_MAPS = frozenset({*range(0x80, 0xC0), *range(0xC6, 0xDC)})  # and of tagged ones


class _NotProtobuf(Exception):
    """The bytes are no protobuf message."""


def read_binary(trail: Trail, data: bytes) -> list[Leaf] | None:
    """The leaves of the first format that the whole of `data` fits, or None."""
    for reader in (_read_plist, _read_grpc, read_protobuf):
        if leaves := reader(trail, data):
            return leaves
    if data[0] in _MSGPACK_MAPS and (leaves := _read_msgpack(trail, data)):
        return leaves
    return _read_cbor(trail, data) if data[0] in _CBOR_MAPS else None


def read_protobuf(trail: Trail, data: bytes) -> list[Leaf] | None:
    """Fields by number; None unless every byte fits and some field is text, so that noise is not read as a message."""
    leaves: list[Leaf] = []
    try:
        texts = _message((trail, "protobuf", None), data, leaves, _DEPTH)
    except _NotProtobuf:
        return None
    return leaves if texts else None


def _varint(data: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while at < len(data) and shift < 70:
        byte = data[at]
        number |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return number, at
    raise _NotProtobuf


def _message(trail: Trail, data: bytes, leaves: list[Leaf], depth: int) -> int:
    """Adds a message's leaves and returns how many texts there were."""
    at = texts = 0
    while at < len(data):
        tag, at = _varint(data, at)
        field, wire = tag >> 3, tag & 7
        here = (trail, "protobuf", field)
        if not field or field > 536_870_911:
            raise _NotProtobuf
        if wire == 0:
            number, at = _varint(data, at)
            leaves.append((here, "", number))
        elif wire in (1, 5):
            size = 8 if wire == 1 else 4
            if at + size > len(data):
                raise _NotProtobuf
            leaves.append((here, "", struct.unpack_from("<d" if wire == 1 else "<f", data, at)[0]))
            at += size
        elif wire == 2:
            size, at = _varint(data, at)
            if at + size > len(data):
                raise _NotProtobuf
            texts += _bytes_field(here, data[at : at + size], leaves, depth)
            at += size
        else:
            raise _NotProtobuf
    return texts


def _bytes_field(trail: Trail, data: bytes, leaves: list[Leaf], depth: int) -> int:
    """Text when it reads as text, else a nested message when all of it fits, else bytes."""
    if not data:
        return 0
    if readable(data):
        leaves.append((trail, "", data.decode()))
        return 1
    nested: list[Leaf] = []
    try:
        if depth:
            texts = _message(trail, data, nested, depth - 1)
            leaves += nested
            return texts
    except _NotProtobuf:
        pass
    leaves.append((trail, "", data))
    return 0


def _read_grpc(trail: Trail, data: bytes) -> list[Leaf] | None:
    """Length-prefixed frames: a flag byte, four bytes of length, a message."""
    frames: list[Leaf] = []
    at = 0
    while at + 5 <= len(data) and data[at] in (0, 1):
        size = int.from_bytes(data[at + 1 : at + 5], "big")
        frames.append(((trail, "grpc", len(frames)), "", data[at + 5 : at + 5 + size]))
        at += 5 + size
    return frames if frames and at == len(data) else None


def _read_msgpack(trail: Trail, data: bytes) -> list[Leaf] | None:
    try:
        value = msgpack.unpackb(data, strict_map_key=False)
    except (ValueError, TypeError, RecursionError, msgpack.UnpackException):
        return None
    return _tree((trail, "msgpack", None), value)


def _read_cbor(trail: Trail, data: bytes) -> list[Leaf] | None:
    stream = BytesIO(data)
    try:
        value = cbor2.load(stream)
    except (cbor2.CBORDecodeError, ValueError, OverflowError, RecursionError):
        return None
    return None if stream.read(1) else _tree((trail, "cbor", None), value)


def _read_plist(trail: Trail, data: bytes) -> list[Leaf] | None:
    if not data.startswith(b"bplist00"):
        return None
    try:
        value = plistlib.loads(data, fmt=plistlib.FMT_BINARY)
    except (ValueError, OverflowError, RecursionError, plistlib.InvalidFileException):
        return None
    return _tree((trail, "plist", None), value)


def _tree(root: Trail, value: object) -> list[Leaf] | None:
    """Only maps and lists count: almost every byte is a MessagePack or CBOR scalar by chance."""
    if not isinstance(value, dict | list) or not value:
        return None
    try:
        return json_leaves(root, _Unfolded().of(value))
    except (_WithoutEnd, RecursionError, ValueError):
        return None


class _WithoutEnd(Exception):
    """Values of CBOR and property lists can refer to each other: a hundred bytes may unfold to millions of values."""


class _Unfolded:
    """Counts the values while they are turned into the types of JSON, and bytes."""

    def __init__(self) -> None:
        self.left = _MOST_VALUES

    def of(self, value: object) -> object:
        """Keys become text, tags what they hold, dates and whatever else are written out.

        Raises _WithoutEnd, RecursionError where values go round in a circle, and ValueError for what can't be written.
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
            return hex(value)  # Python refuses to write it as a decimal
        return value if value is None or isinstance(value, str | bytes | int | float) else str(value)
