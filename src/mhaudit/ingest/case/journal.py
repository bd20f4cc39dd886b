"""The journal of a case: data that a dump of flows can't hold. Failed contacts are gaps; open connections are read.

The recorder stores what happened. It is interpreted here, so that the interpretation can be repeated.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

from mhaudit.ingest.case.events import DamagedLine, Event, read_events, was_stopped
from mhaudit.ingest.case.failed_connections import FailedContacts
from mhaudit.ingest.case.open_connections import OpenConnections
from mhaudit.ingest.mitm.reader import flow_ids
from mhaudit.ingest.reader import WHOLE, Capture, Share
from mhaudit.model.capture import Exchange, Gap
from mhaudit.model.subject import CAPTURE, JOURNAL_SCHEMA


class JournalReader:
    """Reader of `journal.jsonl`."""

    format = "mhaudit journal"

    def sniff(self, head: bytes) -> bool:
        """Return whether the first field of the first line is the schema."""
        return head.startswith(f'{{"schema":"{JOURNAL_SCHEMA}"'.encode())

    def read(self, capture: Capture, share: Share = WHOLE) -> Iterator[Exchange | Gap]:
        """Yield connections that are not in the dump, then the gaps."""
        with capture.path.open("rb") as file:
            story = Story(capture.name, cut_off=not was_stopped(file))
            for line in read_events(file):
                story.add(line)
        saved = _saved(capture.path.with_name(CAPTURE)) if story.cut_off else ()
        for exchange in story.connections.exchanges(capture.name, saved, capture.path.parent):
            if share.mine(exchange.number):
                yield exchange
        if not share.first:
            yield from story.gaps(saved)


class Story:
    """The contents of a journal, event by event; `cut_off` if its end is missing."""

    def __init__(self, journal: str, *, cut_off: bool) -> None:
        self.journal = journal
        self.cut_off = cut_off
        self.connections = OpenConnections()
        self._contacts = FailedContacts()
        self._requests: dict[str, str] = {}  # hosts by flow; only if some flows may be lost
        self._damaged: list[Gap] = []

    def add(self, line: Event | DamagedLine) -> None:
        """Add the next line."""
        if isinstance(line, DamagedLine):
            detail = f"{self.journal}: line {line.line} is not an event"
            self._damaged.append(Gap(code="damaged-entry", detail=detail, blocking=True, unread=line.size))
            return
        self._contacts.add(line)
        self.connections.add(line)
        if self.cut_off and line.name == "request":
            self._requests[line.text("flow")] = line.text("host")

    def gaps(self, saved: Collection[str] = ()) -> Iterator[Gap]:
        """Yield the gaps; `saved` are the flows in the dump."""
        yield from self._damaged
        yield from self._contacts.gaps(self.journal)
        if self.cut_off:
            yield Gap(code="recording-cut-off", detail=f"{self.journal}: its last line is missing", blocking=True)
            known = {*saved, *self.connections.flows}
            for flow, host in self._requests.items():
                if flow not in known:
                    yield Gap(code="exchange-lost", host=host.lower(), detail=self.journal, blocking=True)


def _saved(dump: Path) -> Collection[str]:
    try:
        with dump.open("rb") as file:
            return frozenset(flow_ids(file))
    except OSError:
        return ()
