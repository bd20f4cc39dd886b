"""What stands in for a value: the same for the same value in the whole file, and nothing that tells it.

A planted value is called by its kind and its number in the persona, any other by its kind and the order of appearance:
no hash, because a mood score is found again in ten guesses.
"""

import re

from mhaudit.model.place import Scalar
from mhaudit.model.subject import PlantedValue

UNNAMED = "redacted-value"
_PSEUDONYM = re.compile(r"(?:redacted-[a-z0-9-]+)(?:[ .,;+]*redacted-[a-z0-9-]+)*")
_ONE = re.compile(r"redacted-[a-z0-9-]*[a-z0-9]")


class Pseudonyms:
    """Gives each value its name, and remembers it."""

    def __init__(self, planted: tuple[PlantedValue, ...]) -> None:
        self.planted = planted
        self.others: dict[tuple[str, str], str] = {}
        self.counts: dict[str, int] = {}

    def of_planted(self, number: int) -> str:
        """The name of a value of the persona by its number there."""
        return f"redacted-{_written(self.planted[number].category)}-{number + 1}"

    def of(self, category: str, value: Scalar) -> str:
        """The name of any other value of a kind."""
        key = (category, value.hex() if isinstance(value, bytes) else str(value))
        if key not in self.others:
            self.counts[category] = self.counts.get(category, 0) + 1
            self.others[key] = f"redacted-{_written(category)}-v{self.counts[category]}"
        return self.others[key]


def is_pseudonym(value: Scalar) -> bool:
    """Whether a value is what stands in for one already."""
    text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
    return _PSEUDONYM.fullmatch(text.strip("/ ")) is not None


def _written(category: str) -> str:
    return category.replace(".", "-").replace("_", "-")


def without_pseudonyms(text: str) -> str:
    """Return a text with a blank in the place of each pseudonym."""
    return _ONE.sub(" ", text)
