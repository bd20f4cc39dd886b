"""tnetstrings, the format of mitmproxy's dumps: `<length>:<payload><type>`, parsed lazily.

A dictionary is parsed one level at a time into spans of the record, so that unused values such as certificates and
ciphers are skipped.
"""

import re
from collections.abc import Iterator
from os import SEEK_END
from typing import IO, NamedTuple

_LENGTH = re.compile(rb"(\d{1,12}):")
# The beginning of a flow in any version: a length, and one of a flow's keys.
_RECORD = re.compile(
    rb"(?<!\d)(\d{1,12}):(?:9:websocket|4:type|8:response|7:request|5:error|8:messages|7:version|6:marked|2:id|11:client_conn)[;,]"
)
_PAIR = re.compile(rb"\d{1,10}:(\w{1,64})[;,](\d{1,12}):")
_FIRST = re.compile(rb"\d{1,10}:(\d{1,10}):")
DICTIONARY, LIST = b"}]"
_BYTES, _TEXT, _INTEGER, _FLOAT, _BOOLEAN, _NULL = b",;#^!~"
_CHUNK = 1 << 20
_LONGEST_HEAD = 40  # bytes that suffice to recognise the beginning of a record


class Damaged(Exception):
    """The bytes are not a tnetstring."""


# A payload in a record: start, end, and its type (the byte at its end).
Span = tuple[int, int, int]


class Record(NamedTuple):
    """A complete flow, or, with empty `data`, `size` bytes of damage. `offset` counts from the start of the file."""

    offset: int
    data: bytes
    size: int


def _span(data: bytes, at: int, end: int) -> Span:
    match = _LENGTH.match(data, at, end)
    if not match:
        raise Damaged
    start = match.end()
    stop = start + int(match[1])
    if stop >= end:
        raise Damaged
    return start, stop, data[stop]


def fields(data: bytes, span: Span) -> dict[bytes, Span]:
    """Return the keys of a dictionary with the spans of their values. Raise Damaged."""
    found: dict[bytes, Span] = {}
    at, end, kind = span
    if kind != DICTIONARY:
        raise Damaged
    while at < end:
        match = _PAIR.match(data, at, end)
        if not match:
            raise Damaged
        start = match.end()
        stop = start + int(match[2])
        if stop >= end:
            raise Damaged
        found[match[1]] = start, stop, data[stop]
        at = stop + 1
    return found


def items(data: bytes, span: Span) -> list[Span]:
    """Return the items of a list. Raise Damaged."""
    at, end, kind = span
    if kind != LIST:
        raise Damaged
    found: list[Span] = []
    while at < end:
        found.append(_span(data, at, end))
        at = found[-1][1] + 1
    return found


def pairs(data: bytes, span: Span) -> list[tuple[bytes, bytes]]:
    """Return a list of pairs of byte strings, the format of headers. Raise Damaged."""
    at, end, kind = span
    if kind != LIST:
        raise Damaged
    found: list[tuple[bytes, bytes]] = []
    while at < end:
        name = _FIRST.match(data, at, end)
        if not name:
            raise Damaged
        name_end = name.end() + int(name[1])
        start, stop, _ = _span(data, name_end + 1, end)
        found.append((data[name.end() : name_end], data[start:stop]))
        at = stop + 2
    return found


def value(data: bytes, span: Span) -> bytes | str | int | float | bool | None:
    """Return a scalar; None for null. Raise Damaged for a dictionary or a list."""
    start, end, kind = span
    payload = data[start:end]
    try:
        if kind == _BYTES:
            return payload
        if kind == _TEXT:
            return payload.decode()
        if kind == _INTEGER:
            return int(payload)
        if kind == _FLOAT:
            return float(payload)
    except ValueError as error:
        raise Damaged from error
    if kind == _BOOLEAN:
        return payload == b"true"
    if kind == _NULL:
        return None
    raise Damaged


def root(data: bytes) -> Span:
    """Return the outermost value of a record. Raise Damaged."""
    return _span(data, 0, len(data))


class _Window:
    """The part of the file in memory. `at` is the position in it, `base` the file offset of its first byte."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.end = file.seek(0, SEEK_END)
        file.seek(0)
        self.data = b""
        self.at = self.base = 0

    def fill(self, size: int) -> bool:
        """Read ahead; return whether `size` bytes are available from the position on.

        A damaged length may exceed the memory: it is never read beyond the end of the file.
        """
        if self.base + self.at + size > self.end:
            return False
        missing = self.at + size - len(self.data)
        if missing > 0:
            self.data, self.base, self.at = self.data[self.at :], self.base + self.at, 0
            self.data += self.file.read(max(_CHUNK, missing))
        return len(self.data) - self.at >= size

    def take(self, size: int) -> bytes:
        """Return the next `size` bytes and advance the position."""
        self.at += size
        return self.data[self.at - size : self.at]


def records(file: IO[bytes]) -> Iterator[Record]:
    """Yield the records of a dump; after damage it resumes at the next recognisable record."""
    window = _Window(file)
    while window.fill(1):
        window.fill(_LONGEST_HEAD)
        offset, size = window.base + window.at, _record_size(window)
        if size and window.fill(size) and window.data[window.at + size - 1] == DICTIONARY:
            yield Record(offset, window.take(size), size)
        else:
            yield Record(offset, b"", _step_over(window))


def _record_size(window: _Window) -> int:
    """Return the length of the record at the position, 0 if none begins there."""
    match = _RECORD.match(window.data, window.at)
    return match.end(1) + 1 + int(match[1]) + 1 - window.at if match else 0


def _step_over(window: _Window) -> int:
    """Search for the next record after damage; return the number of bytes skipped."""
    begun = window.base + window.at
    window.take(1)
    while True:
        if match := _RECORD.search(window.data, window.at):
            window.at = match.start()
            break
        window.at = max(window.at, len(window.data) - _LONGEST_HEAD)
        left = len(window.data) - window.at
        if not window.fill(left + 1):
            window.at = len(window.data)
            break
    return window.base + window.at - begun
