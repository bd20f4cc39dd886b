"""A recording under way: what all hooks write to."""

import time
from collections.abc import Callable, Iterable, Mapping
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
from mhaudit.record.open_flows import OpenFlows, Streaming
from mhaudit.record.streamed_bodies import StreamedBody

_LONGEST_WHY = 500


Bodies = Mapping[str, StreamedBody]
Chunk = bytes | StreamedBody
_IN_MEMORY = 1 << 20  # bytes: a larger body goes from its file to the dump block by block


class FlowFile:
    """What `mitmdump -w` would write, plus the bodies that went past it as a stream."""

    def __init__(self, path: Path) -> None:
        self._file = AppendOnlyFile(path)

    def add(self, flow: Flow, streamed: Bodies | None = None) -> int:
        """Append a flow; `streamed` are bodies by `request` and `response`. Returns how many bytes that took."""
        state, large = flow.get_state(), {}
        for part, body in (streamed or {}).items():
            if state[part] and state[part]["content"] is None:
                if body.size > _IN_MEMORY:
                    large[part] = body
                else:
                    state[part]["content"] = body.body
        chunks = _with_large(state, large) if large else [tnetstring.dumps(state)]
        for chunk in chunks:
            for block in chunk.blocks() if isinstance(chunk, StreamedBody) else (chunk,):
                self._file.add(block)
        return _size(chunks)

    def close(self) -> None:
        """Hand everything to the disk."""
        self._file.close()


def _with_large(state: Mapping[str, Any], large: Bodies) -> list[Chunk]:
    """Return a flow as a tnetstring in chunks, of which some are bodies that are too large for the memory."""
    fields: list[Chunk] = []
    for name, value in state.items():
        body = large.get(name)
        fields += [tnetstring.dumps(name), *(_message(value, body) if body else [tnetstring.dumps(value)])]
    return _dictionary(fields)


def _message(message: Mapping[str, Any], body: StreamedBody) -> list[Chunk]:
    fields: list[Chunk] = []
    for name, value in message.items():
        content: list[Chunk] = [b"%d:" % body.size, body, b","] if name == "content" else [tnetstring.dumps(value)]
        fields += [tnetstring.dumps(name), *content]
    return _dictionary(fields)


def _dictionary(fields: list[Chunk]) -> list[Chunk]:
    return [b"%d:" % _size(fields), *fields, b"}"]


def _size(chunks: Iterable[Chunk]) -> int:
    return sum(chunk.size if isinstance(chunk, StreamedBody) else len(chunk) for chunk in chunks)


class Counts(Struct):
    """How much was recorded so far; `since` is when the phase began, in seconds since the epoch."""

    exchanges: int = 0
    bytes: int = 0
    errors: int = 0
    phase: str | None = None
    since: float | None = None


class Recording:
    """Keeps the dump, the journal and what is open together."""

    def __init__(
        self, flows: FlowFile, journal: Journal, folder: Path = Path(), streaming: Streaming = "needed"
    ) -> None:
        self.flows = flows
        self.journal = journal
        self.counts = Counts()
        self.clients = Clients(journal)
        self.open = OpenFlows(self.save, journal, folder, self.failed, streaming)

    def save(self, flow: Flow, streamed: Bodies | None = None) -> None:
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
