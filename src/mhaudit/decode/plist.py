"""Size check of binary property lists, which may share lists: a small file may expand to a huge value."""

import struct

_TRAILER = 32
_SIZES = {1: "B", 2: ">H", 4: ">I", 8: ">Q"}


def is_bounded(data: bytes, most: int) -> bool:
    """Return whether all lists and maps together have at most `most` members, each counted at each place.

    The format: a table of offsets, each to a byte of a type (four bits) and a length (four bits; 15: a number follows).
    """
    try:
        offset_size, _, count, _, table = struct.unpack(">6xBBQQQ", data[-_TRAILER:])
        if count > most or table + count * offset_size > len(data):
            return False
        total = 0
        for number in range(count):
            start = table + number * offset_size
            total += _members(data, int.from_bytes(data[start : start + offset_size], "big"))
            if total > most:
                return False
    except (struct.error, IndexError):
        return False
    return True


def _members(data: bytes, at: int) -> int:
    """Return the number of members of the list, set or map at an offset, or a text's length in hundreds."""
    kind, length = data[at] >> 4, data[at] & 15
    if length == 15:
        size = 1 << (data[at + 1] & 15)
        length = int.from_bytes(data[at + 2 : at + 2 + size], "big")
    if kind in (0xA, 0xC, 0xD):
        return length * (2 if kind == 0xD else 1)
    return 1 + (length // 100 if kind in (0x4, 0x5, 0x6) else 0)
