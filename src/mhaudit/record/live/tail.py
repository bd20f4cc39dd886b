"""Files that another process appends to: what came since the last look, in whole pieces only."""

import re
from collections.abc import Iterator
from pathlib import Path

_LENGTH = re.compile(rb"(\d{1,12}):")
_CHUNK = 1 << 20


class _Tail:
    """Where the reading is; `held` was read and is not taken yet."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offset = 0
        self._held = b""

    def _read(self) -> Iterator[None]:
        """Adds what is new to what is held, bit by bit."""
        with self._path.open("rb") as file:
            file.seek(self._offset)
            while data := file.read(_CHUNK):
                self._offset += len(data)
                self._held += data
                yield


class LineTail(_Tail):
    """The lines of a journal."""

    def new(self) -> Iterator[bytes]:
        """Each whole line since the last look."""
        for _ in self._read():
            *lines, self._held = self._held.split(b"\n")
            yield from lines


class RecordTail(_Tail):
    """The records of a dump of flows."""

    def new(self) -> Iterator[bytes]:
        """Each whole record since the last look. The recorder writes them whole, so the next begins where one ends."""
        for _ in self._read():
            at = 0
            while (size := self._size(at)) and at + size <= len(self._held):
                yield self._held[at : at + size]
                at += size
            self._held = self._held[at:]

    def _size(self, at: int) -> int:
        """The length of the record that begins here; 0 where not even that is known yet."""
        match = _LENGTH.match(self._held, at)
        return match.end() + int(match[1]) + 1 - at if match else 0
