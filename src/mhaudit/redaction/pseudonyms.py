"""What stands in for a value: the same for the same value in the whole file, and nothing that tells it.

A planted value is called by its kind and its number in the persona, any other by its kind and the order of appearance:
no hash, because a mood score is found again in ten guesses.
"""

import re

from mhaudit.model.place import Scalar
from mhaudit.model.pseudonyms import PSEUDONYM, in_pseudonym
from mhaudit.model.subject import PlantedValue

UNNAMED = "redacted-value"
_PLAIN = re.sub(r"\?P<\w+>", "", PSEUDONYM.pattern)
_WHOLE = re.compile(rf"(?:{_PLAIN})(?:[ .,;+/]*(?:{_PLAIN}))*")


class Pseudonyms:
    """Gives each value its name, and remembers it."""

    def __init__(self, planted: tuple[PlantedValue, ...], own: int | None = None) -> None:
        """`planted` are the values that are looked for; `own` is how many of them are the persona's."""
        self.planted = planted
        self.own = len(planted) if own is None else own
        self.others: dict[tuple[str, str], str] = {}
        self.counts: dict[str, int] = {}

    def of_planted(self, number: int) -> str:
        """The name of a value that is looked for; of one that is not the persona's, that it stood elsewhere, too."""
        if number >= self.own:
            return self.of("again", self.planted[number].value)
        return f"redacted-{in_pseudonym(self.planted[number].category)}-{number + 1}"

    def of(self, category: str, value: Scalar) -> str:
        """The name of any other value of a kind."""
        key = (category, value.hex() if isinstance(value, bytes) else str(value))
        if key not in self.others:
            self.counts[category] = self.counts.get(category, 0) + 1
            self.others[key] = f"redacted-{in_pseudonym(category)}-v{self.counts[category]}"
        return self.others[key]


def is_pseudonym(value: Scalar) -> bool:
    """Whether a value is what stands in for one already."""
    text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
    return _WHOLE.fullmatch(text.strip("/ ").rstrip("-")) is not None


def without_pseudonyms(text: str) -> str:
    """Return a text with a blank in the place of each pseudonym."""
    return PSEUDONYM.sub(" ", text)
