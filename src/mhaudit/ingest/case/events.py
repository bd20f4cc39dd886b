"""The lines of a journal as events. A line that is none is damage with its number; it never costs the others."""

import json
from collections.abc import Iterator
from os import SEEK_END
from typing import IO, Any, NamedTuple

_LAST = 4096  # bytes in which the last line of a journal that was stopped stands
_LONGEST = 1 << 30


class Event(NamedTuple):
    """One event: what happened, when in seconds since the epoch, and its fields, whose types nobody has checked."""

    name: str
    at: float
    fields: dict[str, Any]

    def text(self, field: str) -> str:
        """A field that should be text; "" where it isn't."""
        found = self.fields.get(field)
        return found if isinstance(found, str) else ""


class DamagedLine(NamedTuple):
    """A line, counted from 1, that is no event, and its length in bytes."""

    line: int
    size: int


def read_events(file: IO[bytes]) -> Iterator[Event | DamagedLine]:
    """All lines; one that breaks off at the end of the file is left out, since it was cut off while being written."""
    for number, line in enumerate(iter(lambda: file.readline(_LONGEST), b""), 1):
        if line.endswith(b"\n"):
            yield event_of(line) or DamagedLine(number, len(line))


def event_of(line: bytes) -> Event | None:
    """The event of a line, or None where it is none."""
    try:
        data = json.loads(line)
        return Event(str(data["event"]), float(data["at"]), data)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def was_stopped(file: IO[bytes]) -> bool:
    """Whether the recording came to its end in order. Leaves the file at its beginning."""
    size = file.seek(0, SEEK_END)
    file.seek(max(0, size - _LAST))
    last = file.read().rstrip(b"\n").rpartition(b"\n")[2]
    file.seek(0)
    found = event_of(last)
    return found is not None and found.name == "stop"
