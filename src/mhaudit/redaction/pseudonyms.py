"""Pseudonyms of values: equal for equal values in the whole file, and not derived from the value.

A planted value is named by its category and its number in the persona, any other by its category and its order of
appearance. It is not a hash, because ten guesses find a mood score.
"""

import re

from mhaudit.model.place import Scalar
from mhaudit.model.pseudonyms import PSEUDONYM, in_pseudonym
from mhaudit.model.subject import PlantedValue

UNNAMED = "redacted-value"
_PLAIN = re.sub(r"\?P<\w+>", "", PSEUDONYM.pattern)
_WHOLE = re.compile(rf"(?:{_PLAIN})(?:[ .,;+/]*(?:{_PLAIN}))*")


class Pseudonyms:
    """The pseudonyms of one file."""

    def __init__(self, planted: tuple[PlantedValue, ...], own: int | None = None) -> None:
        """Create pseudonyms for `planted`, the searched values; the first `own` of them are the persona's (default:
        all).
        """
        self.planted = planted
        self.own = len(planted) if own is None else own
        self.others: dict[tuple[str, str], str] = {}
        self.counts: dict[str, int] = {}

    def of_planted(self, number: int) -> str:
        """Return the pseudonym of a searched value; for one outside the persona, one that marks a repetition."""
        if number >= self.own:
            return self.of("again", self.planted[number].value)
        return f"redacted-{in_pseudonym(self.planted[number].category)}-{number + 1}"

    def of(self, category: str, value: Scalar) -> str:
        """Return the pseudonym of any other value of a category."""
        key = (category, value.hex() if isinstance(value, bytes) else str(value))
        if key not in self.others:
            self.counts[category] = self.counts.get(category, 0) + 1
            self.others[key] = f"redacted-{in_pseudonym(category)}-v{self.counts[category]}"
        return self.others[key]


def is_pseudonym(value: Scalar) -> bool:
    """Return whether a value is a pseudonym already."""
    text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
    return _WHOLE.fullmatch(text.strip("/ ").rstrip("-")) is not None


def without_pseudonyms(text: str) -> str:
    """Return a text with each pseudonym replaced by a blank."""
    return PSEUDONYM.sub(" ", text)
