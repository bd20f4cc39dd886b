"""A case while it is recorded: new exchanges in their phases, messages of open connections as they come, and gaps."""

from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from mhaudit.ingest.case.events import Damage, Event, event_of
from mhaudit.ingest.case.journal import Story
from mhaudit.ingest.mitm.reader import flow_id, read_record
from mhaudit.ingest.phases import Phases, Stage
from mhaudit.model.capture import Exchange, Gap
from mhaudit.model.subject import CAPTURE, JOURNAL
from mhaudit.record.live.tail import LineTail, RecordTail


class Follow:
    """Reads on from where it was. What it gives is for looking at; the audit of the case reads everything anew."""

    def __init__(self, case: Path) -> None:
        self._journal = LineTail(case / JOURNAL)
        self._dump = RecordTail(case / CAPTURE)
        self._story = Story(JOURNAL, cut_off=False)
        self._stages: list[Stage] = []
        self._shown: set[str] = set()  # connections whose messages were given already
        self._number = 0
        self.pieces = 0  # lines and flows that were taken in

    def new(self) -> Iterator[Exchange | Gap]:
        """Everything since the last look, but for the gaps of the journal."""
        lines = (event_of(line) or Damage(0, len(line)) for line in self._journal.new())
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
        """The gaps that the journal tells of so far."""
        return self._story.gaps()

    def _mark(self, event: Event) -> None:
        if event.name == "phase":
            self._stages.append(Stage(event.text("id"), event.at, None))

    def _said(self, event: Event) -> Iterator[Exchange]:
        """A message on a connection that is still open, with what is known of the connection."""
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
