"""Masks for previews, and a redactor for names and places that may contain a value."""

import base64
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from mhaudit.decode.base_n import is_readable
from mhaudit.decode.compression import CutOff, decompress, sniff
from mhaudit.decode.text_decoders import STRUCTURE, DecodingCache, is_plain
from mhaudit.detect.credentials import key_spans
from mhaudit.model.memory import Memory
from mhaudit.model.place import Scalar

_RUN = re.compile(r"[^\W_]+")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}(?:@|%40)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
# Separators of places, quotations, `codec:key`, words, pointer keys and joined names, from the outside inwards.
_SEPARATORS = tuple(
    re.compile(pattern) for pattern in ("( > )", "(['\"])", r"\A([a-z-]+:)", r"(\s+)", "(/)", r"([:.&\[\]]+|=(?!=|$))")
)
# Runs of letters, and the signatures of gzip and zlib in them: in hexadecimal and in base64.
_RUNS = re.compile(r"(?:[A-Za-z0-9+_=%-]|~[01]){24,}")
_MARKS = re.compile(r"(?i:1f8b08|78(?:01|5e|9c|da))|H4sI|eJ|eN|eA[EF]|eF[4-7]")
_DIGITS = re.compile(r"[0-9a-fA-F]{16,}")
_OUTER = re.compile(" > |['\"]")  # a place or sentence as a whole: its pieces were checked
_LONGEST, _LONGEST_SHOWN = 40, 200
_SHORTEST = 8  # six characters in the shortest encoding
_LONGEST_NAME = 4096
_DISGUISES = 3
_MOST_KNOWN = 10_000
MASK = "•••"
WITHHELD = "[withheld]"


def mask(value: Scalar) -> str:
    """Return the structure of a value without its letters, digits or lengths: `•••.•••+•••@•••.•••`."""
    if isinstance(value, bytes):
        return f"{MASK} (bytes)"
    text = _RUN.sub(MASK, " ".join(str(value).split()))
    return text if len(text) <= _LONGEST else text[:_LONGEST].rstrip("•") + MASK + "…"


def reveal(value: Scalar) -> str:
    """Return a value unmasked, for users who asked for it; bytes as hexadecimal digits."""
    text = value.hex() if isinstance(value, bytes) else str(value)
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"


class HostName(NamedTuple):
    """A host as in the traffic, and its printable name: redacted once, when it enters."""

    raw: str
    shown: str


class Redactor:
    """Removes planted and personal values from text of the traffic, such as key names and hosts."""

    def __init__(self, holds_value: Callable[[str], bool]) -> None:
        self.holds_value = holds_value
        self.decodings = DecodingCache()
        self.known: Memory[str, str] = Memory(_MOST_KNOWN)
        self.pieces: Memory[tuple[int, str], str] = Memory(_MOST_KNOWN)  # of texts without a value in plain form

    def __call__(self, text: str) -> str:
        known = self.known.get(text)
        return self.known.keep(text, self._redact(text)) if known is None else known

    def _redact(self, text: str) -> str:
        if "@" in text or "%40" in text:
            text = _EMAIL.sub(WITHHELD, text)
        text = self._without_packed(_without_keys(text))
        return self._withhold(text, _SEPARATORS, held=self.holds_value(text))

    def _without_packed(self, text: str) -> str:
        """Mask runs that contain a compressed value, also beside other letters."""
        if not _MARKS.search(text):  # most texts have nothing that gzip or zlib begins with
            return text
        return _RUNS.sub(lambda match: WITHHELD if self._packs(match[0]) else match[0], text)

    def _packs(self, run: str) -> bool:
        written = run.replace("~1", "/").replace("~0", "~")
        starts = (match.start() for match in _MARKS.finditer(written))
        return any(self._unpacks(data) for start in starts for data in _written_bytes(written[start:]))

    def _unpacks(self, data: bytes) -> bool:
        codec = sniff(data)
        with suppress(CutOff):
            inside = decompress(data, codec, _LONGEST_NAME) if codec else None
            return bool(inside) and self.holds_value((inside or b"").decode("utf-8", "replace"))
        return False

    def _withhold(self, text: str, separators: Sequence[re.Pattern[str]], *, held: bool) -> str:
        """Replace the smallest pieces that contain a value, then values that span several pieces."""
        if held:
            return self._pieces_withheld(text, separators, held=True)
        if len(text) < _SHORTEST:  # too short to hide one
            return text
        piece = len(separators), text
        known = self.pieces.get(piece)
        if known is None:
            known = self.pieces.keep(piece, self._pieces_withheld(text, separators, held=False))
        return known

    def _pieces_withheld(self, text: str, separators: Sequence[re.Pattern[str]], *, held: bool) -> str:
        """Withhold the pieces between the first separators, and then the text as a whole."""
        if separators:
            pieces = separators[0].split(text)
            text = "".join(self._withhold(piece, separators[1:], held=held) for piece in pieces)
        carries = (held and self.holds_value(text)) or self._hides(text, _DISGUISES)
        return WITHHELD if carries else text

    def _hides(self, text: str, disguises: int) -> bool:
        """Return whether a text decodes to a value: a key may be an e-mail address in base64."""
        if not disguises or len(text) < _SHORTEST or is_plain(text) or _OUTER.search(text):
            return False
        written = text.replace("~1", "/").replace("~0", "~")  # undoes the escapes of places
        opened = (_written(out) for step, out in self.decodings.of(written) if step != STRUCTURE)
        return any(self.holds_value(out) or (text and self._hides(out, disguises - 1)) for out, text in opened)


def _without_keys(text: str) -> str:
    """Return a name without the keys and tokens in it."""
    for start, end in sorted(key_spans(text), reverse=True) if len(text) <= _LONGEST_NAME else ():
        text = text[:start] + WITHHELD + text[end:]
    return text


def _written_bytes(text: str) -> Iterator[bytes]:
    """Yield the bytes that hexadecimal digits or base64 encode, as far as they are valid."""
    digits = _DIGITS.match(text)
    if digits:
        yield bytes.fromhex(digits[0][: len(digits[0]) // 2 * 2])
    bare = re.sub(
        r"[^A-Za-z0-9+/]", "", text.replace("-", "+").replace("_", "/").replace("%2B", "+").replace("%2F", "/")
    )
    with suppress(ValueError):
        yield base64.b64decode(bare[: len(bare) // 4 * 4])


def _written(opened: str | bytes) -> tuple[str, bool]:
    """Return bytes as the text that they are, and whether they are text; else the digits that a hash is known by."""
    if isinstance(opened, str):
        return opened, True
    if codec := sniff(opened):
        with suppress(CutOff):
            opened = decompress(opened, codec, _LONGEST_NAME) or opened
    return (opened.decode(), True) if is_readable(opened) else (opened.hex(), False)
