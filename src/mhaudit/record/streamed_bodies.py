"""Copies of bodies that are streamed piece by piece, in bounded memory.

Each piece is written to the operating system before the next one is handled, so that a killed recorder loses none that
the app got. mitmproxy's own copy (`store_streamed_bodies`) is complete only at the end of a message, and never after a
reset.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from mitmproxy.http import Message

from mhaudit.record.append_only_file import AppendOnlyFile

Passing = Callable[[bytes], "Iterable[bytes] | bytes"]
Arrival = tuple[int, float]  # number of bytes received so far, and the time in seconds since the epoch
_BLOCK = 1 << 20
_MOST_ARRIVALS = 4000


class StreamedBody:
    """The pieces of one body so far, each written to a file before it is sent on."""

    def __init__(
        self, message: Message | None, path: Path, began: Callable[[], None], came: Callable[[int], None]
    ) -> None:
        """Replace `message.stream`. Call `began` before the file is created, `came` for each piece in it.

        A piece is sent on even where it can't be written; `failed` is then called.
        """
        self._path, self._began, self._came = path, began, came
        stream = message.stream if message else None
        self._then: Passing | None = stream if callable(stream) else None
        self._held: list[bytes] = []
        self._file: AppendOnlyFile | None = None
        self.ended = False
        self.size = 0
        self.arrivals: list[Arrival] = []
        self.failed: Callable[[str, Exception], None] = lambda *_: None
        if message:
            message.stream = self._pass_on

    @classmethod
    def of(cls, path: Path, body: bytes) -> "StreamedBody":
        """Return a body that is complete already, in its file. Raise OSError."""
        made = cls(None, path, lambda: None, lambda _: None)
        made._held, made.size, made.ended = [body], len(body), True
        made.keep()
        return made

    def keep(self) -> None:
        """Write the held bytes to the file if they are not in it yet. Raise OSError."""
        if self._file is None:
            self._to_file()

    def _pass_on(self, piece: bytes) -> Iterable[bytes] | bytes:
        try:
            self._take(piece)
        except OSError as error:
            self.failed("stream", error)
        return self._then(piece) if self._then else piece

    def _take(self, piece: bytes) -> None:
        if not piece:
            self.ended = True
            return
        self.size += len(piece)
        self._note(time.time())
        if self._file is not None:
            self._file.add(piece)
            self._came(len(piece))
            return
        self._held.append(piece)
        self._to_file()

    def _to_file(self) -> None:
        self._began()
        self._path.parent.mkdir(mode=0o700, exist_ok=True)
        self._file = AppendOnlyFile(self._path)
        for piece in self._held:
            self._file.add(piece)
            self._came(len(piece))
        self._held.clear()

    def _note(self, now: float) -> None:
        self.arrivals.append((self.size, now))
        if len(self.arrivals) > _MOST_ARRIVALS:
            self.arrivals = self.arrivals[1::2]

    def blocks(self) -> Iterator[bytes]:
        """Yield the body in blocks that fit into memory. Raise OSError."""
        if self._file is None:
            yield from self._held
            return
        with self._path.open("rb") as file:
            yield from iter(lambda: file.read(_BLOCK), b"")

    @property
    def body(self) -> bytes:
        """Return the whole body."""
        return b"".join(self.blocks())

    def drop(self) -> None:
        """Remove the file, since its content is in the dump."""
        self.ended = True
        if self._file is not None:
            self._file.close()
            self._path.unlink(missing_ok=True)


def needs_streaming(message: Message) -> bool:
    """Return whether an app waits for parts of a body: a stream of events, lines or gRPC messages."""
    kind = message.headers.get("content-type", "").lower()
    streams = ("event-stream", "ndjson", "json-seq", "jsonl", "stream+json", "grpc", "connect+", "multipart/x-mixed")
    return any(word in kind for word in streams) or message.headers.get("x-accel-buffering", "").lower() == "no"
