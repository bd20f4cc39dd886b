"""Protocol Buffers without a schema: fields by their numbers (https://protobuf.dev/programming-guides/encoding)."""

import re
import struct
from typing import Literal

from mhaudit.decode.base_n import is_readable
from mhaudit.model.place import Leaf, Trail

_DEPTH = 12
_MOST_BESIDE = 6  # fields of a message that is a name with its values
# First bytes with which no message begins, by the three bits for the kind of a field, or by a field without a number.
_NO_TAGS = frozenset({*range(8), *(byte for byte in range(256) if byte & 7 in (3, 4, 6, 7))})
_KEY = re.compile(r"[A-Za-z_$][\w.$ -]{1,63}")


class _NotProtobuf(Exception):
    """The bytes are not a protobuf message."""


def read_protobuf(trail: Trail, data: bytes, most: int) -> list[Leaf] | None:
    """Read fields by number; return None unless every byte fits and a field is text, so that noise is not read.

    None also for more than `most` fields.
    """
    if not data or data[0] in _NO_TAGS:
        return None
    leaves: list[Leaf] = []
    try:
        texts = _message((trail, "protobuf", None), data, leaves, _DEPTH, most)
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


def _message(trail: Trail, data: bytes, leaves: list[Leaf], depth: int, most: int) -> int:
    """Add a message's leaves to `leaves` and return the number of its texts. Raise _NotProtobuf."""
    at = texts = 0
    first = len(leaves)
    while at < len(data):
        tag, at = _varint(data, at)
        field, wire = tag >> 3, tag & 7
        here = (trail, "protobuf", field)
        if not field or field > 536_870_911 or len(leaves) > most:
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
            texts += _bytes_field(here, data[at : at + size], leaves, depth, most)
            at += size
        else:
            raise _NotProtobuf
    if first + 2 <= len(leaves) <= first + _MOST_BESIDE and texts:
        _name_siblings(trail, leaves, first)
    return texts


def _name_siblings(trail: Trail, leaves: list[Leaf], first: int) -> None:
    """Name the values of a message that is a name with values: map entries, Firebase parameters."""
    own = leaves[first:]
    name = own[0][2]
    if any(leaf[0][0] is not trail for leaf in own) or not isinstance(name, str) or not _KEY.fullmatch(name):
        return
    leaves[first + 1 :] = [(where, name, value) for where, _, value in own[1:]]


def _bytes_field(trail: Trail, data: bytes, leaves: list[Leaf], depth: int, most: int) -> int:
    """Add a field: as text if readable, else as a nested message if all of it fits, else as bytes."""
    if not data:
        return 0
    if is_readable(data):
        leaves.append((trail, "", data.decode()))
        return 1
    nested: list[Leaf] = []
    try:
        if depth:
            texts = _message(trail, data, nested, depth - 1, most)
            leaves += nested
            return texts
    except _NotProtobuf:
        pass
    leaves.append((trail, "", data))
    return 0


_MOST_MESSAGES = 10_000
_ORDERS: tuple[Literal["big", "little"], ...] = ("big", "little")


def read_delimited(trail: Trail, data: bytes, most: int) -> list[Leaf] | None:
    """Read messages with a length before each, as `writeDelimitedTo` writes them, or one after a four-byte length."""
    pieces = _behind_varints(data) or _behind_four_bytes(data)
    leaves: list[Leaf] = []
    for number, piece in enumerate(pieces):
        found = read_protobuf((trail, "delimited", number), piece, most - len(leaves))
        if found is None:
            return None
        leaves += found
    return leaves or None


def _behind_varints(data: bytes) -> list[bytes]:
    if not data or (data[0] < 128 and not 0 < data[0] < len(data)):  # the first length is that of nothing, or too long
        return []
    pieces: list[bytes] = []
    at = 0
    try:
        while at < len(data) and len(pieces) < _MOST_MESSAGES:
            size, at = _varint(data, at)
            if not size or at + size > len(data):
                return []
            pieces.append(data[at : at + size])
            at += size
    except _NotProtobuf:
        return []
    return pieces if at == len(data) else []


def _behind_four_bytes(data: bytes) -> list[bytes]:
    size = len(data) - 4
    if not 0 <= size < 1 << 32 or (size < 1 << 24 and data[0] and data[3]):  # a short length has a zero at either end
        return []
    return [data[4:]] if data[:4] in [size.to_bytes(4, order) for order in _ORDERS] else []
