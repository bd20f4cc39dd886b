"""Excerpts of planted texts: the beginning of an entry as a title, a truncated preview.

An excerpt is found by blocks of the planted text, which are patterns of the automaton. It counts if it is long enough
to rule out chance, or if a field contains only the beginning of the text.
"""

from collections.abc import Iterable, Iterator, Mapping

from mhaudit.detect.automaton import SearchPattern, SearchPatterns, fold

OWNER = "excerpt"
FORM = "plain (in part)"
_BLOCK = 12  # characters
_FEWEST_ALONE = 24  # characters of a beginning that is the whole field
_FEWEST_INSIDE = 32  # consecutive characters within another text
_ENDING = " .…"  # possible end of a truncated text
_IDEOGRAPH = 0x2E80  # characters from here on count as three letters
_WORTH = 3


class Excerpts:
    """The planted texts whose excerpts are searched, folded, by the numbers of their values."""

    def __init__(self, patterns: SearchPatterns, texts: Mapping[int, str]) -> None:
        self.texts = {number: folded for number, text in texts.items() if _worth(folded := fold(text)) > _FEWEST_ALONE}
        for number, folded in self.texts.items():
            for block in _blocks(folded):
                patterns.add(block, SearchPattern(OWNER, number, FORM))

    def find(self, folded: str, numbers: Iterable[int]) -> Iterator[int]:
        """Yield those of the values `numbers` of which a text contains an excerpt."""
        bare = folded.strip(_ENDING)
        for number in numbers:
            text = self.texts[number]
            alone = _worth(bare) >= _FEWEST_ALONE and text.startswith(bare)
            if alone or any(_worth(run) >= _FEWEST_INSIDE for run in _runs(text, folded)):
                yield number


def _blocks(text: str) -> Iterator[str]:
    """Yield consecutive blocks of a text: any excerpt of twice their length contains a whole block."""
    size = _BLOCK if _worth(text) < 2 * len(text) else _BLOCK // _WORTH
    yield from {text[at : at + size] for at in range(0, len(text) - size + 1, size)}


def _runs(text: str, other: str) -> Iterator[str]:
    """Yield the longest common run around each block of the first text that the other contains."""
    size = _BLOCK if _worth(text) < 2 * len(text) else _BLOCK // _WORTH
    for at in range(0, len(text) - size + 1, size):
        there = other.find(text[at : at + size])
        if there < 0:
            continue
        before = _same(text[:at][::-1], other[:there][::-1])
        after = _same(text[at + size :], other[there + size :])
        yield text[at - before : at + size + after]


def _same(one: str, other: str) -> int:
    """Return the length of the common prefix of two texts."""
    for number, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return number
    return min(len(one), len(other))


def _worth(text: str) -> int:
    """Return the length of a text in letters: an ideograph counts as three."""
    return len(text) + (_WORTH - 1) * sum(ord(letter) >= _IDEOGRAPH for letter in text)
