"""Read files that another process appends to: new data since the last read, in whole records only."""

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from mhaudit.ingest.case.events import DamagedLine, Event, event_of
from mhaudit.ingest.case.journal import Story
from mhaudit.ingest.mitm.reader import flow_id, read_record
from mhaudit.ingest.phases import Phases, Stage
from mhaudit.model.capture import Exchange, Gap
from mhaudit.model.subject import CAPTURE, JOURNAL

_LENGTH = re.compile(rb"(\d{1,12}):")
_CHUNK = 1 << 20


class _Tail:
    """A position in a growing file; `_held` has bytes of an incomplete record."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offset = 0
        self._held = b""

    def _read(self) -> Iterator[None]:
        """Read new bytes into `_held`, block by block."""
        with self._path.open("rb") as file:
            file.seek(self._offset)
            while data := file.read(_CHUNK):
                self._offset += len(data)
                self._held += data
                yield


class LineTail(_Tail):
    """The lines of a growing journal."""

    def new(self) -> Iterator[bytes]:
        """Yield each whole line since the last read."""
        for _ in self._read():
            *lines, self._held = self._held.split(b"\n")
            yield from lines


class RecordTail(_Tail):
    """The records of a growing dump of flows."""

    def new(self) -> Iterator[bytes]:
        """Yield each whole record since the last read. Records are contiguous, since the recorder writes them whole."""
        for _ in self._read():
            at = 0
            while (size := self._size(at)) and at + size <= len(self._held):
                yield self._held[at : at + size]
                at += size
            self._held = self._held[at:]

    def _size(self, at: int) -> int:
        """Return the length of the record at a position; 0 where its length is not complete yet."""
        match = _LENGTH.match(self._held, at)
        return match.end() + int(match[1]) + 1 - at if match else 0


class CaseTail:
    """A reader of a growing case, for display only; the audit of the case reads everything again."""

    def __init__(self, case: Path) -> None:
        self._journal = LineTail(case / JOURNAL)
        self._dump = RecordTail(case / CAPTURE)
        self._story = Story(JOURNAL, cut_off=False)
        self._stages: list[Stage] = []
        self._shown: set[str] = set()  # connections whose messages were yielded already
        self._number = 0
        self.pieces = 0  # number of lines and flows read

    def new(self) -> Iterator[Exchange | Gap]:
        """Yield exchanges and gaps since the last read, without the gaps of the journal."""
        lines = (event_of(line) or DamagedLine(0, len(line)) for line in self._journal.new())
        for event in lines:
            self.pieces += 1
            self._story.add(event)
            if isinstance(event, Event):
                self._mark(event)
                yield from self._said(event)
        phases = Phases(self._stages)
        for record in self._dump.new():
            self._number += 1
            self.pieces += 1
            if self._is_news(record):
                for item in read_record(record, CAPTURE, self._number):
                    yield from (item,) if isinstance(item, Gap) else phases.told(item)

    def gaps(self) -> Iterator[Gap]:
        """Return the gaps recorded in the journal so far."""
        return self._story.gaps()

    def _mark(self, event: Event) -> None:
        if event.name == "phase":
            self._stages.append(Stage(event.text("id"), event.at, None))

    def _said(self, event: Event) -> Iterator[Exchange]:
        """Yield a message of a connection that is still open, as an exchange."""
        flow = event.text("flow")
        if event.name == "message" and (held := self._story.connections.exchange(flow, JOURNAL)):
            self._shown.add(flow)
            last = held.messages[-1]
            yield replace(held, phase=Phases(self._stages).at(last.at), messages=(last,))

    def _is_news(self, record: bytes) -> bool:
        flow = flow_id(record)
        if flow in self._shown:
            self._shown.discard(flow)
            return False
        return True
