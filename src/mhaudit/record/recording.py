"""A recording in progress: the files that all hooks write to."""

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
_IN_MEMORY = 1 << 20  # bytes: a larger body is copied from its file to the dump block by block


class FlowFile:
    """The file that `mitmdump -w` would write, with the streamed bodies added."""

    def __init__(self, path: Path) -> None:
        self._file = AppendOnlyFile(path)

    def add(self, flow: Flow, streamed: Bodies | None = None) -> int:
        """Write a flow with its streamed bodies, by `request` and `response`. Return the number of bytes written."""
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
                self._file.cut(before)  # no reader could use half a flow
            raise
        return _size(chunks)

    def close(self) -> None:
        """Write the file through to the disk and close it."""
        self._file.close()


def _with_large(state: Mapping[str, Any], large: Bodies) -> list[Chunk]:
    """Return a flow as a tnetstring in chunks, some of which are bodies too large for the memory."""
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
    """Counts of the recording so far; `since` is the start of the phase, in seconds since the epoch."""

    exchanges: int = 0
    bytes: int = 0
    errors: int = 0
    phase: str | None = None
    since: float | None = None


class Recording:
    """The dump, the journal and the flows in progress."""

    def __init__(
        self, flows: FlowFile, journal: Journal, folder: Path | None = None, streaming: Streaming = "needed"
    ) -> None:
        """Set the files to write; without `folder` no file is kept beside those two."""
        self.flows = flows
        self.journal = journal
        self.counts = Counts()
        self.storage: OSError | None = None  # why nothing more could be written
        self.lost: set[str] = set()  # hosts of data that could not be written
        self._reserve = Reserve(folder)
        self.clients = Clients(journal)
        self.open = OpenFlows(self.save, journal, folder or Path(), self.failed, streaming)

    def save(self, flow: Flow, streamed: Bodies | None = None) -> None:
        """Write a complete flow; where that fails, remember its host and stop."""
        try:
            self.counts.bytes += self.flows.add(flow, streamed)
        except OSError as error:
            self.lost.add(host_of_flow(flow))
            self._stop(error)
            return
        self.counts.exchanges += 1

    def begin(self, phase: str) -> None:
        """Start a phase, which ends the one before."""
        self.journal.write("phase", id=phase)
        self.counts.phase, self.counts.since = phase, time.time()

    def note(self, text: str) -> None:
        """Write a note of the person at the device."""
        self.journal.write("note", text=text)

    def failed(self, hook: str, error: Exception) -> None:
        """Record that a hook failed. After a write error the proxy stops, so that no traffic passes unrecorded."""
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
        """Write the open flows as far as they came, and the hosts of data that could not be written."""
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
    """Disk space reserved for the last lines and the manifest in case the disk is full."""

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / RESERVE if folder else None
        if self._path:
            with suppress(OSError):
                self._path.write_bytes(b"\0" * _RESERVED)

    def release(self) -> None:
        """Free the reserved space."""
        if self._path:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)


class Hooks(Protocol):
    """An addon with hooks."""

    recording: Recording


def guarded(hook: Callable[..., None]) -> Callable[..., None]:
    """Wrap a hook so that every exception is reported to the recording instead of raised."""

    @wraps(hook)
    def run(owner: Hooks, *arguments: Any) -> None:
        try:
            hook(owner, *arguments)
        except Exception as error:  # every failure is a gap in the evidence
            owner.recording.failed(hook.__name__, error)

    return run
