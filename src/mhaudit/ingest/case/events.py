"""Events of a journal, line by line. An invalid line is reported with its number and doesn't affect the others."""

import json
from collections.abc import Iterator
from os import SEEK_END
from typing import IO, Any, NamedTuple

_LAST = 4096  # bytes that contain the last line of a complete journal
_LONGEST = 1 << 30


class Event(NamedTuple):
    """One event: its name, its time in seconds since the epoch, and its fields, whose types are not checked."""

    name: str
    at: float
    fields: dict[str, Any]

    def text(self, field: str) -> str:
        """Return a text field; "" if it is missing or not text."""
        found = self.fields.get(field)
        return found if isinstance(found, str) else ""


class DamagedLine(NamedTuple):
    """A line, counted from 1, that is not an event, and its length in bytes."""

    line: int
    size: int


def read_events(file: IO[bytes]) -> Iterator[Event | DamagedLine]:
    """Yield all lines except an unterminated last one, whose writing was interrupted."""
    for number, line in enumerate(iter(lambda: file.readline(_LONGEST), b""), 1):
        if line.endswith(b"\n"):
            yield event_of(line) or DamagedLine(number, len(line))


def event_of(line: bytes) -> Event | None:
    """Return the event of a line, or None if the line is invalid."""
    try:
        data = json.loads(line)
        return Event(str(data["event"]), float(data["at"]), data)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def was_stopped(file: IO[bytes]) -> bool:
    """Return whether the recording was stopped cleanly. Rewinds the file."""
    size = file.seek(0, SEEK_END)
    file.seek(max(0, size - _LAST))
    last = file.read().rstrip(b"\n").rpartition(b"\n")[2]
    file.seek(0)
    found = event_of(last)
    return found is not None and found.name == "stop"
