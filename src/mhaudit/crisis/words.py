"""The words of words.json, in the languages of the countries with known crisis lines."""

import json
from functools import cache
from importlib.resources import files


def words_of(name: str) -> list[str]:
    """Return the list of one name, such as before or helplines. Raise KeyError for an unknown name."""
    return _all()[name]


@cache
def _all() -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(files(__package__).joinpath("words.json").read_text(encoding="utf-8"))
    return found
