"""All texts that any detector looks for, in one automaton: most documents are read once and hold none of them."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind


class Needle(NamedTuple):
    """A text to look for. `exact` ones also have to match in case; `digits` must not stand inside a longer number."""

    owner: str
    number: int
    form: str
    exact: str = ""
    digits: bool = False


class Needles:
    """Patterns are compared in folded text. Build it with `add`, then ask."""

    def __init__(self) -> None:
        self._needles: dict[str, list[Needle]] = {}
        self._automaton: AhoCorasick | None = None
        self._patterns: list[str] = []
        self._order: list[list[Needle]] = []

    def add(self, pattern: str, needle: Needle) -> None:
        """Look for `pattern`, which is folded already."""
        self._needles.setdefault(pattern, []).append(needle)
        self._automaton = None

    def present(self, folded: str) -> dict[str, list[Needle]]:
        """The patterns in a text, with whose they are."""
        return {self._patterns[index]: self._order[index] for index, _, _ in self._matches(folded)}

    def find(self, folded: str, text: str) -> Iterator[Needle]:
        """The needles in a text, first added first. `text` is the text before folding."""
        found = sorted(
            (needle.number, index, needle)
            for index, start, end in self._matches(folded)
            for needle in self._order[index]
            if not needle.digits or _bounded(folded, start, end)
        )
        return (needle for _, _, needle in found if not needle.exact or needle.exact in text)

    def _matches(self, folded: str) -> list[tuple[int, int, int]]:
        if self._automaton is None:
            self._patterns, self._order = list(self._needles), list(self._needles.values())
            self._automaton = AhoCorasick(
                self._patterns, matchkind=MatchKind.Standard, implementation=Implementation.DFA
            )
        try:
            return self._automaton.find_matches_as_indexes(folded, overlapping=True)
        except UnicodeEncodeError:  # half a surrogate pair, as in the name of a file that is not UTF-8
            whole = folded.encode(errors="replace").decode()  # of the same length
            return self._automaton.find_matches_as_indexes(whole, overlapping=True)


def _bounded(text: str, start: int, end: int) -> bool:
    """No digit on either side: eight digits inside a longer number are chance."""
    return not (start and text[start - 1].isdigit()) and not text[end : end + 1].isdigit()


# Letters that have no decomposition, as they are written where a keyboard lacks them.
_WRITTEN = {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"}
_WRITTEN |= {"ẞ": "SS", "Ø": "O", "Ł": "L", "Đ": "D", "Æ": "AE", "Œ": "OE"}


class _Letters(dict[int, str]):
    """Code point → the letters that it decomposes to (NFKD), without marks; worked out once for each that occurs.

    Digits of any script become those of ASCII; what has no width (soft hyphens, joiners) becomes nothing.

    Letter by letter, because normalisation of a whole text sorts runs of marks, in quadratic time.
    """

    def __missing__(self, code: int) -> str:
        if len(self) >= _MOST_LETTERS:
            self.clear()
        decomposed = unicodedata.normalize("NFKD", _WRITTEN.get(chr(code), chr(code)))
        found = self[code] = "".join(map(_plain_letter, decomposed))
        return found


def _plain_letter(letter: str) -> str:
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return ""
    return str(unicodedata.decimal(letter, letter))


_MOST_LETTERS = 65_536
_LETTERS = _Letters()
_WIDE = re.compile(r"\s{2,}|[\t\r\n\u00a0]")


def fold(text: str) -> str:
    """`Inés  Calderón` → `ines calderon`."""
    if not text.isascii():
        text = text.translate(_LETTERS)
    text = text.lower()
    if "  " in text or "\n" in text or "\t" in text or "\xa0" in text:
        return _WIDE.sub(" ", text).strip()
    return text
