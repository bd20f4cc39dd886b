"""Incremental parsing of one long list in a JSON file: bounded memory, and damage affects one item only."""

import codecs
import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import IO, Any, NamedTuple

from mhaudit.model.capture import Gap

_CHUNK = 1 << 20
_LONGEST_ITEM = 1 << 26  # characters
_LONGEST_TEXT = 3 << 23  # characters of one string; in base64 more than is decoded of a body
_LARGE = 1 << 24  # characters
_MOST_BRACKETS = 5_000_000  # in the text in memory; parsed, each takes thirty times the space
_LONGEST_OPENING = 256  # characters
_BLANK = re.compile(r"[\s,]*")
_TEXT = re.compile(r'(?:[^"\\]++|\\.)*+', re.DOTALL)  # up to the quote that ends a string, or half an escape
_DECODER = json.JSONDecoder(strict=False)


_UTF_16 = re.compile(rb"(?P<little>\xff\xfe|[\s{\[]\0)|\xfe\xff|\0[\s{\[]")


def encoding_of(head: bytes) -> str:
    """Return the encoding of a file by its first bytes: UTF-16 by its byte order mark, or a zero beside a bracket."""
    found = _UTF_16.match(head)
    if not found:
        return "utf-8-sig"
    marked = found[0] in (b"\xff\xfe", b"\xfe\xff")
    return "utf-16" if marked else "utf-16-le" if found["little"] else "utf-16-be"


def opening_of(head: bytes) -> bytes:
    """Return the first bytes of a file as UTF-8 without byte order mark, so that `sniff` need not know UTF-16."""
    encoding = encoding_of(head)
    if encoding == "utf-8-sig":
        return head.removeprefix(BOM_UTF8)
    return head[: len(head) & ~1].decode(encoding, "replace").encode()


def left_out(characters: int, where: str) -> Iterator[Gap]:
    """Yield a gap for the omitted characters of an item's long strings."""
    if characters:
        detail = f"{where}: a text of more than {_LONGEST_TEXT} characters was cut"
        yield Gap(code="capture-limit", detail=detail, blocking=True, unread=characters)


class Damage(NamedTuple):
    """An item that could not be parsed: `why` is the reason."""

    why: str


def _end_of_text(text: str, start: int, end: int) -> int:
    """Return the end of a string that continues at `start`, or a position before `end` that splits no escape."""
    found = _TEXT.match(text, start, end)
    return found.end() if found else start


class JsonList:
    """Parser of the list after `opening`; after damage it resumes at the next match of `item`.

    `left_out` is the number of characters omitted from long strings of the last item.
    """

    def __init__(self, file: IO[bytes], opening: re.Pattern[str], item: re.Pattern[str]) -> None:
        self.file = file
        self.opening = opening
        self.item = item
        self.decoder: codecs.IncrementalDecoder | None = None  # until the first bytes show the encoding
        self.text = ""
        self.at = 0
        self.ended = False
        self.left_out = 0
        self.crowded = False  # parsing the text in memory would exhaust it

    def find(self) -> str:
        """Move to the first item of the next list; return its name if `opening` has a group, "" if there is no list."""
        while True:
            if match := self.opening.search(self.text, self.at):
                self.at = match.end()
                return str(match[1]) if self.opening.groups else match[0]
            if self.ended:
                return ""
            self.at = max(self.at, len(self.text) - _LONGEST_OPENING)
            self._more()

    def items(self) -> Iterator[Any]:
        """Yield parsed items, and a `Damage` for each invalid one and for a list without an end."""
        while self._at_item():
            if self.crowded:
                yield Damage(f"more than {_MOST_BRACKETS:,} lists and objects")
                self.at, self.crowded = len(self.text), False
                if not self._resume():
                    return
                continue
            try:
                value, self.at = _DECODER.raw_decode(self.text, self.at)
            except (ValueError, RecursionError) as error:  # also for numbers with more digits than Python reads
                if self._unfinished(error):
                    if not self._shorten(error):
                        self._more()
                    continue
                self.left_out = 0
                yield Damage(str(error))
                if not self._resume():
                    return
                continue
            yield value
            self.left_out = 0
            self._forget()
        if self.at >= len(self.text):
            yield Damage("the file ends before its list does")

    def _at_item(self) -> bool:
        """Skip blanks and commas; return False at the closing bracket, and at the end of a truncated file."""
        while True:
            blank = _BLANK.match(self.text, self.at)
            self.at = blank.end() if blank else self.at
            if self.at < len(self.text):
                return self.text[self.at] != "]"
            if self.ended:
                return False
            self._more()

    def _unfinished(self, error: Exception) -> bool:
        """Return whether more of the file could complete the item."""
        if self.ended or len(self.text) - self.at > _LONGEST_ITEM:
            return False
        if not isinstance(error, json.JSONDecodeError):
            return False
        return error.msg.startswith("Unterminated") or error.pos >= len(self.text) - 16

    def _shorten(self, error: Exception) -> bool:
        """Remove the rest of a string that is too long, to keep the data around it."""
        start = error.pos if isinstance(error, json.JSONDecodeError) and error.msg.startswith("Unterminated") else None
        if start is None or len(self.text) - start <= _LONGEST_TEXT:
            return False
        kept = _end_of_text(self.text, start + 1, start + _LONGEST_TEXT)
        before, self.at = self.text[self.at : kept], kept
        while (end := _end_of_text(self.text, self.at, len(self.text))) >= len(self.text) - 1 and not self.ended:
            if self.text[end:] == '"':
                break
            self.left_out += end - self.at
            self.at = end
            self._more()
        self.left_out += end - self.at
        self.text, self.at = before + self.text[end:], 0
        return True

    def _resume(self) -> bool:
        """Move to the next item after a damaged one; return False if there is none."""
        self.at += 1
        while True:
            if match := self.item.search(self.text, self.at):
                self.at = match.start()
                return True
            if self.ended:
                return False
            self.at = max(self.at, len(self.text) - 256)
            self._more()

    def _forget(self) -> None:
        if self.at > _CHUNK:
            self.text, self.at = self.text[self.at :], 0

    def _more(self) -> None:
        held = len(self.text) - self.at
        data = self.file.read(max(_CHUNK, min(held, _LONGEST_ITEM - held)))
        self.ended = not data
        if self.decoder is None:
            self.decoder = codecs.getincrementaldecoder(encoding_of(data))(errors="replace")
        self.text, self.at = self.text[self.at :] + self.decoder.decode(data, final=self.ended), 0
        if len(self.text) > _LARGE:
            self.crowded = self.text.count("[") + self.text.count("{") > _MOST_BRACKETS
