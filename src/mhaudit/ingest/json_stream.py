"""The items of one long list in a JSON file, one by one: never all in memory, and damage costs one item."""

import codecs
import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import IO, Any, NamedTuple

_CHUNK = 1 << 20
_LONGEST_ITEM = 1 << 29  # characters
_LONGEST_OPENING = 256  # characters
_BLANK = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder(strict=False)


_UTF_16 = re.compile(rb"(?P<little>\xff\xfe|[\s{\[]\0)|\xfe\xff|\0[\s{\[]")


def encoding_of(head: bytes) -> str:
    """How the text of a file that begins so is written: UTF-16 is known by its mark, or by a zero beside a bracket."""
    found = _UTF_16.match(head)
    if not found:
        return "utf-8-sig"
    marked = found[0] in (b"\xff\xfe", b"\xfe\xff")
    return "utf-16" if marked else "utf-16-le" if found["little"] else "utf-16-be"


def opening_of(head: bytes) -> bytes:
    """The first bytes of a file as UTF-8 without a mark; whoever sniffs need not know UTF-16."""
    encoding = encoding_of(head)
    if encoding == "utf-8-sig":
        return head.removeprefix(BOM_UTF8)
    return head[: len(head) & ~1].decode(encoding, "replace").encode()


class Damage(NamedTuple):
    """Where an item could not be parsed: `why` in words."""

    why: str


class JsonList:
    """Reads the list that follows `opening`; after damage it goes on at the next place where `item` matches."""

    def __init__(
        self, file: IO[bytes], opening: re.Pattern[str], item: re.Pattern[str], encoding: str = "utf-8-sig"
    ) -> None:
        self.file = file
        self.opening = opening
        self.item = item
        self.decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self.text = ""
        self.at = 0
        self.ended = False

    def find(self) -> bool:
        """Go to the first item; False when the list never begins."""
        while True:
            if match := self.opening.search(self.text):
                self.at = match.end()
                return True
            if self.ended:
                return False
            self.at = max(0, len(self.text) - _LONGEST_OPENING)
            self._more()

    def items(self) -> Iterator[Any]:
        """Parsed items, and a `Damage` for each that could not be parsed, and for a list that the file ends before."""
        while self._at_item():
            try:
                value, self.at = _DECODER.raw_decode(self.text, self.at)
            except (ValueError, RecursionError) as error:  # also for numbers that are longer than Python reads
                if self._unfinished(error):
                    self._more()
                    continue
                yield Damage(str(error))
                if not self._resume():
                    return
                continue
            yield value
            self._forget()
        if self.at >= len(self.text):
            yield Damage("the file ends before its list does")

    def _at_item(self) -> bool:
        """Skip blanks and commas; False at the closing bracket, and at the end of a file that was cut there."""
        while True:
            blank = _BLANK.match(self.text, self.at)
            self.at = blank.end() if blank else self.at
            if self.at < len(self.text):
                return self.text[self.at] != "]"
            if self.ended:
                return False
            self._more()

    def _unfinished(self, error: Exception) -> bool:
        """Whether more of the file could still make the item whole."""
        if self.ended or len(self.text) - self.at > _LONGEST_ITEM:
            return False
        if not isinstance(error, json.JSONDecodeError):
            return False
        return error.msg.startswith("Unterminated") or error.pos >= len(self.text) - 16

    def _resume(self) -> bool:
        """Go to the next item after a damaged one; False when there is none."""
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
        data = self.file.read(max(_CHUNK, len(self.text) - self.at))
        self.ended = not data
        self.text, self.at = self.text[self.at :] + self.decoder.decode(data, final=self.ended), 0
