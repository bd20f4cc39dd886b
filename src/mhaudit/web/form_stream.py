"""Parse a form with files (multipart/form-data, RFC 7578) piece by piece, in constant memory."""

import re
from collections.abc import Callable
from typing import Protocol

_NAME = re.compile(r'[;\s]name="([^"]*)"', re.IGNORECASE)
_FILE = re.compile(r'[;\s]filename="([^"]*)"', re.IGNORECASE)
_LONGEST_HEAD = 16 * 1024
_MOST_PARTS = 1000


class FormDamaged(Exception):
    """The body is not a form, or ends too early."""


class Sink(Protocol):
    """A receiver of one part's content."""

    def write(self, data: bytes, /) -> object:
        """Take in a piece."""

    def close(self) -> None:
        """Finish the part, which is complete."""


Begin = Callable[[str, str | None], Sink]  # name of the field, and of the file where it is one


class FormStream:
    """A parser that takes a body piece by piece and writes each part to its own sink."""

    def __init__(self, boundary: bytes, begin: Begin) -> None:
        self._mark = b"\r\n--" + boundary
        self._begin = begin
        self._held = bytearray(b"\r\n")  # the body may begin with the first boundary
        self._step: Callable[[], bool] = self._preamble
        self._sink: Sink | None = None
        self._parts = 0

    def feed(self, data: bytes) -> None:
        """Take in a piece. Raise FormDamaged where it is not part of a form."""
        self._held += data
        while self._step():
            pass

    def close(self) -> None:
        """Check that the form is complete at the end of the body. Raise FormDamaged where it is not."""
        if self._step != self._epilogue:
            raise FormDamaged("the form ends too early")

    def _preamble(self) -> bool:
        return self._until_mark()

    def _body(self) -> bool:
        return self._until_mark()

    def _until_mark(self) -> bool:
        """Write the bytes before the next boundary to the sink; keep those that may be the start of one."""
        at = self._held.find(self._mark)
        end = at if at >= 0 else max(0, len(self._held) - len(self._mark) + 1)
        if self._sink and end:
            self._sink.write(bytes(self._held[:end]))
        del self._held[: end if at < 0 else at + len(self._mark)]
        if at < 0:
            return False
        if self._sink:
            self._sink.close()
            self._sink = None
        self._step = self._after_mark
        return True

    def _after_mark(self) -> bool:
        if len(self._held) < 2:
            return False
        ending = bytes(self._held[:2])
        del self._held[:2]
        if ending not in (b"\r\n", b"--"):
            raise FormDamaged("a boundary is followed by something else")
        self._step = self._head if ending == b"\r\n" else self._epilogue
        return True

    def _head(self) -> bool:
        at = self._held.find(b"\r\n\r\n")
        if at < 0:
            if len(self._held) > _LONGEST_HEAD:
                raise FormDamaged("the head of a part is too long")
            return False
        head = bytes(self._held[:at]).decode("utf-8", "replace")
        del self._held[: at + 4]
        self._held[:0] = b"\r\n"  # the boundary after an empty part follows its headers directly
        self._parts += 1
        name = _NAME.search(head)
        if name is None or self._parts > _MOST_PARTS:
            raise FormDamaged("a part has no name, or there are too many")
        file = _FILE.search(head)
        self._sink = _Skipping(self._begin(name[1], file[1].replace("%22", '"') if file else None))
        self._step = self._body
        return True

    def _epilogue(self) -> bool:
        self._held.clear()
        return False


class _Skipping:
    """A sink without the line end that was put before the content of a part."""

    def __init__(self, sink: Sink) -> None:
        self._sink, self._skip = sink, 2

    def write(self, data: bytes) -> None:
        """Write a piece without the skipped bytes."""
        kept = data[self._skip :]
        self._skip = max(0, self._skip - len(data))
        if kept:
            self._sink.write(kept)

    def close(self) -> None:
        """Close the inner sink."""
        self._sink.close()
