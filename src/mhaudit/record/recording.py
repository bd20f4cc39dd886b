"""A recording under way: what all hooks write to."""

import time
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any, Protocol

from mitmproxy import ctx
from mitmproxy.flow import Flow
from mitmproxy.io import tnetstring
from msgspec import Struct

from mhaudit.record.append_only_file import AppendOnlyFile
from mhaudit.record.clients import Clients
from mhaudit.record.journal import Journal
from mhaudit.record.open_flows import OpenFlows

_LONGEST_WHY = 500


class FlowFile:
    """What `mitmdump -w` would write, plus the bodies that went past it as a stream."""

    def __init__(self, path: Path) -> None:
        self._file = AppendOnlyFile(path)

    def add(self, flow: Flow, streamed: Mapping[str, bytes] | None = None) -> int:
        """Append a flow; `streamed` are bodies by `request` and `response`. Returns how many bytes that took."""
        state = flow.get_state()
        for part, body in (streamed or {}).items():
            if state[part] and state[part]["content"] is None:
                state[part]["content"] = body
        data = tnetstring.dumps(state)
        self._file.add(data)
        return len(data)

    def close(self) -> None:
        """Hand everything to the disk."""
        self._file.close()


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


class Hooks(Protocol):
    """Whoever has hooks."""

    recording: Recording


def guarded(hook: Callable[..., None]) -> Callable[..., None]:
    """The hook, which tells the recording of every exception instead of raising it."""

    @wraps(hook)
    def run(owner: Hooks, *arguments: Any) -> None:
        try:
            hook(owner, *arguments)
        except Exception as error:  # whatever it is, it is a gap in the evidence
            owner.recording.failed(hook.__name__, error)

    return run
