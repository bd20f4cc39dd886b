"""One Aho-Corasick automaton for all texts that the detectors search: a document without any is scanned once."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind


class SearchPattern(NamedTuple):
    """A search pattern. `exact`, if set, must match case-sensitively; `digits` must not be inside a longer number."""

    owner: str
    number: int
    form: str
    exact: str = ""
    digits: bool = False


class SearchPatterns:
    """Multi-pattern search in folded text. Add all patterns first, then search."""

    def __init__(self) -> None:
        self._entries: dict[str, list[SearchPattern]] = {}
        self._automaton: AhoCorasick | None = None
        self._patterns: list[str] = []
        self._order: list[list[SearchPattern]] = []

    def add(self, pattern: str, entry: SearchPattern) -> None:
        """Add a pattern. It must already be folded (`fold`)."""
        self._entries.setdefault(pattern, []).append(entry)
        self._automaton = None

    def present(self, folded: str) -> dict[str, list[SearchPattern]]:
        """Return the patterns that occur in a folded text, each with its entries."""
        return {self._patterns[index]: self._order[index] for index, _, _ in self._matches(folded)}

    def find(self, folded: str, text: str) -> Iterator[SearchPattern]:
        """Return the entries found in a text in the order of their numbers. `text` is the text before folding."""
        matches = self._matches(folded)
        if not matches:
            return iter(())
        found = sorted(
            (entry.number, index, entry)
            for index, start, end in matches
            for entry in self._order[index]
            if not entry.digits or _bounded(folded, start, end)
        )
        return (entry for _, _, entry in found if not entry.exact or entry.exact in text)

    def _matches(self, folded: str) -> list[tuple[int, int, int]]:
        if self._automaton is None:
            self._patterns, self._order = list(self._entries), list(self._entries.values())
            self._automaton = AhoCorasick(
                self._patterns, matchkind=MatchKind.Standard, implementation=Implementation.DFA
            )
        try:
            return self._automaton.find_matches_as_indexes(folded, overlapping=True)
        except UnicodeEncodeError:  # a lone surrogate, as in a file name that is not UTF-8
            whole = folded.encode(errors="replace").decode()  # the replacement has the same length
            return self._automaton.find_matches_as_indexes(whole, overlapping=True)


def _bounded(text: str, start: int, end: int) -> bool:
    """Return whether no digit is on either side: eight digits inside a longer number match by chance."""
    return not (start and text[start - 1].isdigit()) and not text[end : end + 1].isdigit()


# Letters without a Unicode decomposition, with their usual ASCII transcriptions.
_WRITTEN = {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"}
_WRITTEN |= {"ẞ": "SS", "Ø": "O", "Ł": "L", "Đ": "D", "Æ": "AE", "Œ": "OE"}


class _Letters(dict[int, str]):
    """Code point → its NFKD decomposition without combining marks, computed once for each code point that occurs.

    Digits of any script become ASCII digits; zero-width characters (soft hyphens, joiners) are removed.

    Letter by letter, because normalising a whole text sorts runs of combining marks in quadratic time.
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
# Runs of two or more blanks, and single ones other than a space. Patterns that begin with a set are searched faster.
_WIDE = re.compile(r"[\s](?:(?<=[\t\r\n\u00a0])\s*|\s+)")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def fold(text: str) -> str:
    """Return a text in lower case, without accents and repeated blanks: `Inés  Calderón` → `ines calderon`."""
    if not text.isascii():
        text = _BEYOND_ASCII.sub(lambda match: match[0].translate(_LETTERS), text)
    text = text.lower()
    if "  " in text or "\n" in text or "\t" in text or "\xa0" in text:
        return _WIDE.sub(" ", text).strip()
    return text
