"""What the auditor wrote down while recording, without what the persona is."""

import re
from collections.abc import Iterator

from mhaudit.detect.folding import fold
from mhaudit.ledger.masking import WITHHELD, Redactor
from mhaudit.model.subject import Persona

_WORD = re.compile(r"[^\W_](?:[\w.,:/+-]*[^\W_])?")
_MOST_WORDS = 12
_LONGEST = 2000


class NoteKeeper:
    """Withholds planted values in notes, also those that are too short to be searched in traffic.

    A number as small as a mood is left in place in an address; in a sentence about what was typed it is the value.
    """

    def __init__(self, redact: Redactor, persona: Persona | None) -> None:
        self._redact = redact
        self._values = {fold(str(value.value)) for value in persona.values} if persona else set()

    def kept(self, text: str) -> str:
        """The text as the audit holds it."""
        text = text[:_LONGEST]
        for start, end in reversed(list(self._stretches(text))):
            text = text[:start] + WITHHELD + text[end:]
        return self._redact(text)

    def _stretches(self, text: str) -> Iterator[tuple[int, int]]:
        """Where one word or several are a planted value, from the left, the longest first; they don't overlap."""
        words = [match.span() for match in _WORD.finditer(text)]
        number = 0
        while number < len(words):
            ends = range(min(len(words), number + _MOST_WORDS), number, -1)
            last = next((end for end in ends if self._is_value(text[words[number][0] : words[end - 1][1]])), None)
            if last:
                yield words[number][0], words[last - 1][1]
            number = last or number + 1

    def _is_value(self, words: str) -> bool:
        return fold(words) in self._values
