"""A recording under way: what all hooks write to."""

import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any, Protocol

from mitmproxy import ctx
from mitmproxy.flow import Flow
from mitmproxy.io import tnetstring
from msgspec import Struct

from mhaudit.model.subject import RESERVE
from mhaudit.record.append_only_file import AppendOnlyFile
from mhaudit.record.clients import Clients
from mhaudit.record.describe import host_of_flow
from mhaudit.record.journal import Journal
from mhaudit.record.open_flows import OpenFlows, Streaming
from mhaudit.record.streamed_bodies import StreamedBody

_LONGEST_WHY = 500
_RESERVED = 1 << 16  # bytes


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
        before = self._file.size
        try:
            for chunk in chunks:
                for block in chunk.blocks() if isinstance(chunk, StreamedBody) else (chunk,):
                    self._file.add(block)
        except OSError:
            with suppress(OSError):
                self._file.cut(before)  # half a flow helps nobody
            raise
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
        self, flows: FlowFile, journal: Journal, folder: Path | None = None, streaming: Streaming = "needed"
    ) -> None:
        """Without a `folder` nothing is kept beside the two files."""
        self.flows = flows
        self.journal = journal
        self.counts = Counts()
        self.storage: OSError | None = None  # why nothing more could be written
        self.lost: set[str] = set()  # hosts of what could not be
        self._reserve = Reserve(folder)
        self.clients = Clients(journal)
        self.open = OpenFlows(self.save, journal, folder or Path(), self.failed, streaming)

    def save(self, flow: Flow, streamed: Bodies | None = None) -> None:
        """A flow is complete. Where it can't be written, whom it was for is known all the same."""
        try:
            self.counts.bytes += self.flows.add(flow, streamed)
        except OSError as error:
            self.lost.add(host_of_flow(flow))
            self._stop(error)
            return
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
            self._stop(error)
            return
        with suppress(OSError):
            self.journal.write("hook-error", hook=hook, why=f"{type(error).__name__}: {error}"[:_LONGEST_WHY])

    def _stop(self, error: OSError) -> None:
        if self.storage is None:
            self.storage = error
            ctx.master.shutdown()  # type: ignore[no-untyped-call]

    def close(self) -> None:
        """The recording ends: what is still open is written as far as it came, and what could not be is named."""
        if self.storage is not None:
            self._reserve.release()
            self.lost |= set(self.open.hosts())
        steps: list[Callable[[], None]] = [self.open.save_all, self.clients.stop, self._tell_lost, self.flows.close]
        for step in [*steps, self.journal.close, self._reserve.release]:
            try:
                step()
            except OSError as error:
                self.storage = self.storage or error
                self._reserve.release()

    def _tell_lost(self) -> None:
        if self.storage is not None:
            why = self.storage.strerror or str(self.storage)
            for host in sorted(self.lost) or [""]:
                self.journal.write("storage-failed", host=host, why=why)


class Reserve:
    """Room on the disk that is kept free while recording, for the last lines and the manifest when it is full."""

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / RESERVE if folder else None
        if self._path:
            with suppress(OSError):
                self._path.write_bytes(b"\0" * _RESERVED)

    def release(self) -> None:
        """Give the room back."""
        if self._path:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)


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
