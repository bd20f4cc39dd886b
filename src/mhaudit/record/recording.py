"""A recording under way: what all hooks write to."""

import time

from mitmproxy import ctx
from mitmproxy.flow import Flow
from msgspec import Struct

from mhaudit.record.clients import Clients
from mhaudit.record.flows import FlowFile
from mhaudit.record.journal import Journal
from mhaudit.record.open_flows import OpenFlows

_LONGEST_WHY = 500


class Counts(Struct):
    """How much was recorded so far; `since` is when the phase began, in seconds since the epoch."""

    exchanges: int = 0
    bytes: int = 0
    errors: int = 0
    phase: str | None = None
    since: float | None = None


class Recording:
    """Keeps the dump, the journal and what is open together."""

    def __init__(self, flows: FlowFile, journal: Journal) -> None:
        self.flows = flows
        self.journal = journal
        self.counts = Counts()
        self.clients = Clients(journal)
        self.open = OpenFlows(self.save, journal)

    def save(self, flow: Flow, streamed: dict[str, bytes] | None = None) -> None:
        """A flow is complete."""
        self.counts.bytes += self.flows.add(flow, streamed)
        self.counts.exchanges += 1

    def begin(self, phase: str) -> None:
        """A phase begins; the one before ends."""
        self.journal.write("phase", id=phase)
        self.counts.phase, self.counts.since = phase, time.time()

    def note(self, text: str) -> None:
        """Something that the person at the device saw or did."""
        self.journal.write("note", text=text)

    def failed(self, hook: str, error: Exception) -> None:
        """A hook failed. Where nothing can be written any more, the proxy stops: no traffic goes by unrecorded."""
        self.counts.errors += 1
        if isinstance(error, OSError):
            ctx.master.shutdown()  # type: ignore[no-untyped-call]
        self.journal.write("hook-error", hook=hook, why=f"{type(error).__name__}: {error}"[:_LONGEST_WHY])

    def close(self) -> None:
        """The recording ends: what is still open is written as far as it came."""
        self.open.save_all()
        self.clients.stop()
        self.flows.close()
        self.journal.close()
