"""The journal of a case: what a dump of flows can't hold. Failed contacts are gaps; what was still open is read.

The recorder wrote down what happened. What it means is decided here, so that it can be decided again.
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
    """Reads `journal.jsonl`."""

    format = "mhaudit journal"

    def sniff(self, head: bytes) -> bool:
        """Its first line names its schema first."""
        return head.startswith(f'{{"schema":"{JOURNAL_SCHEMA}"'.encode())

    def read(self, capture: Capture, share: Share = WHOLE) -> Iterator[Exchange | Gap]:
        """Connections that the dump beside it does not hold, then the gaps."""
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
    """What a journal tells, event by event; `cut_off` where it is known to lack its end."""

    def __init__(self, journal: str, *, cut_off: bool) -> None:
        self.journal = journal
        self.cut_off = cut_off
        self.connections = OpenConnections()
        self._contacts = FailedContacts()
        self._requests: dict[str, str] = {}  # hosts by flow; only where some of them may be lost
        self._damaged: list[Gap] = []

    def add(self, line: Event | DamagedLine) -> None:
        """Take in the next line."""
        if isinstance(line, DamagedLine):
            detail = f"{self.journal}: line {line.line} is no event"
            self._damaged.append(Gap(code="damaged-entry", detail=detail, blocking=True, unread=line.size))
            return
        self._contacts.add(line)
        self.connections.add(line)
        if self.cut_off and line.name == "request":
            self._requests[line.text("flow")] = line.text("host")

    def gaps(self, saved: Collection[str] = ()) -> Iterator[Gap]:
        """What could not be seen; `saved` are the flows that the dump holds."""
        yield from self._damaged
        yield from self._contacts.gaps(self.journal)
        if self.cut_off:
            yield Gap(code="recording-cut-off", detail=f"{self.journal}: it has no last line", blocking=True)
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
