"""Find planted values by parts that reveal them: whole, from the start, from the middle, reversed or shifted.

Texts are compared by their letters and digits only, without case and accents, so that no punctuation, wrapping or
encoding of blanks hides a value.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from mhaudit.detect.spellings import variants
from mhaudit.model.subject import PlantedValue

TextSpan = tuple[int, int]
_WINDOW, _SENTENCE, _SHORTEST_WORD, _SHORTEST_NUMBER = 8, 14, 3, 4  # letters and digits
_WIDE_WINDOW = 4  # letters, for scripts with few letters per word
_MARKS = re.compile("[\u0300-\u036f]")
_WORDS = re.compile(r"\w+")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_MIRRORED = str.maketrans(_ALPHABET, _ALPHABET[::-1])
_SHIFTED = [str.maketrans(_ALPHABET, _ALPHABET[n:] + _ALPHABET[:n]) for n in range(1, 26)]
_SENTENCES = ("free_text", "chat", "crisis", "diagnosis", "medication", "therapy")
_PARTICLES = frozenset("van von der den del dos das bin ibn ter ten the zur zum mac los las".split())
_CHUNK = 1 << 16  # characters normalised at once


class PlantedParts:
    """A search for planted values in texts. Numbers of a persona, such as a mood of 3, are too small to search."""

    def __init__(self, values: Iterable[PlantedValue]) -> None:
        self.values = tuple(value for value in values if isinstance(value.value, str))

    def found_in(self, text: str, *, words: bool = True) -> bool:
        """Return whether a text has a part of a value; without `words`, only long parts count, which chance does not
        produce.
        """
        if len(text) < _SHORTEST_WORD or not self.values:
            return False
        return self.found_in_letters(letters_of(text)) or (words and self.found_as_word(text))

    def spans(self, text: str) -> list[TextSpan]:
        """Return the spans of parts of values, in order and extended to whole words; [] where there are none."""
        if not self.found_in(text):
            return []
        found = list(self._words_in(text))
        letters, at = _mapped(text)
        if self._automaton:
            matches = self._automaton.find_matches_as_indexes(letters, overlapping=True)
            found += [(at[start], at[end - 1] + 1) for _, start, end in matches]
        return _joined(_grown(text, span) for span in found)

    def found_in_letters(self, letters: str) -> bool:
        """Return whether a result of `letters_of` has a long part of a value."""
        return self._automaton is not None and bool(self._automaton.find_matches_as_indexes(letters, overlapping=True))

    def _words_in(self, text: str) -> Iterator[TextSpan]:
        for match in _WORDS.finditer(text) if self._words else ():
            if letters_of(match[0]) in self._words:
                yield match.span()
            elif "_" in match[0]:
                yield from (match.span() for piece in match[0].split("_") if letters_of(piece) in self._words)

    def found_as_word(self, text: str) -> bool:
        """Return whether a text has a word that alone reveals a value."""
        return any(True for _ in self._words_in(text))

    @cached_property
    def _automaton(self) -> AhoCorasick | None:
        patterns = sorted({piece for value in self.values for piece in _pieces(value)})
        if not patterns:
            return None
        return AhoCorasick(patterns, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for value in self.values for word in _short_words(value))


def letters_of(text: str) -> str:
    """Return the letters and digits of a text only, in lower case, without accents."""
    if text.isascii():
        return re.sub(r"[\W_]+", "", text).lower()
    return "".join(_folded(text[at : at + _CHUNK]) for at in range(0, len(text), _CHUNK))


def _folded(text: str) -> str:
    bare = _MARKS.sub("", text)  # normalising a run of combining marks takes quadratic time
    return re.sub(r"[\W_]+", "", _MARKS.sub("", unicodedata.normalize("NFKD", bare)).casefold())


def _mapped(text: str) -> tuple[str, list[int]]:
    """Return the `letters_of` a text, and the index in the text of each of its letters."""
    letters: list[str] = []
    at: list[int] = []
    for place, letter in enumerate(text):
        for each in letters_of(letter):
            letters.append(each)
            at.append(place)
    return "".join(letters), at


def _pieces(value: PlantedValue) -> Iterator[str]:
    """Yield the texts to search: parts of the value, plain, shifted along the alphabet, and reversed."""
    plain = str(value.value)
    found = {
        letters for one in variants(value) if one.plain and (letters := letters_of(one.text)) and _is_long(letters)
    }
    found |= _parts(value.category, plain) | _parts(value.category, plain.encode("ascii", "ignore").decode())
    for table in (_MIRRORED, *_SHIFTED):
        found |= {part for part in _parts(value.category, plain.lower().translate(table)) if not part.isdigit()}
    yield from found
    yield from (part[::-1] for part in found)


def _parts(category: str, text: str) -> set[str]:
    """Return pieces too long to match by chance: from each word of a sentence on, or all windows of other values."""
    if category.startswith(_SENTENCES):
        words = [letters_of(word) for word in text.split()]
        rests = ("".join(words[n:]) for n in range(len(words)))
        return {rest[:_SENTENCE] for rest in rests if len(rest) >= _SENTENCE}
    own = letters_of(text.rpartition("@")[0] if "@" in text else text)  # many people share a mail domain
    letters = letters_of(text)
    size = _WIDE_WINDOW if _is_wide(text) else min(_WINDOW, max(_WINDOW - 1, len(letters) - 1))
    starts = range(min(len(own), len(letters) - size + 1) if len(own) >= _SHORTEST_NUMBER else min(1, len(own)))
    return {window for n in starts if len(window := letters[n : n + size]) == size}


def _is_long(letters: str) -> bool:
    return len(letters) >= (_WINDOW if letters.isascii() else _WIDE_WINDOW)


def _is_wide(text: str) -> bool:
    return any(unicodedata.east_asian_width(letter) in "WF" for letter in text)


def _short_words(value: PlantedValue) -> Iterator[str]:
    """Yield words that alone reveal a value: each word of a name, or the whole of another short value."""
    plain = str(value.value)
    words = [letters_of(word) for word in _WORDS.findall(plain)]
    if value.category == "identity.name":
        yield from (word for word in words if len(word) >= _SHORTEST_WORD and word not in _PARTICLES)
    if value.category in ("identity.address", "medication.name"):
        yield from (word for word in words if len(word) >= (5 if word.isdigit() else 6))
    whole = letters_of(plain)
    if len(words) == 1 and len(whole) >= (_SHORTEST_NUMBER if whole.isdigit() else _SHORTEST_WORD):
        yield whole


def _grown(text: str, span: TextSpan) -> TextSpan:
    start, end = span
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end


def _joined(spans: Iterable[TextSpan]) -> list[TextSpan]:
    found: list[TextSpan] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found
