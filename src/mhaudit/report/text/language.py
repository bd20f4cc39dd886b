"""The language that a report speaks: one catalogue of messages, looked up by their English wording.

A renderer says once which language it speaks (`speaking`); whatever makes a sentence below it asks here. English needs
no catalogue. A text that the catalogue does not have, such as a rule of a user's own, stays as it is written.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

DEFAULT = "en"
LANGUAGES: Mapping[str, str] = MappingProxyType({"en": "English", "de": "Deutsch"})
CATALOGUES = Path(__file__).parents[1] / "locale"
DOMAIN = "mhaudit"
_FURTHER: list[tuple[Path, str]] = []  # folder and domain of catalogues that others bring


class Language(Struct, frozen=True):
    """How one language says things; `thousands` and `point` are the marks in its numbers."""

    code: str
    thousands: str
    point: str
    one: Callable[[str], str]
    plural: Callable[[str, str, int], str]


def marked(text: str) -> str:
    """Marks a text for the catalogue where it stands, to be said later."""
    return text


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Everything said inside is in this language. Raises KeyError for a language that there is no catalogue of."""
    token = _CURRENT.set(_language(code))
    try:
        yield
    finally:
        _CURRENT.reset(token)


def add_catalogue(folder: Path, domain: str) -> None:
    """Also look in a catalogue of somebody else's texts, after that of the reports."""
    if (folder, domain) not in _FURTHER:
        _FURTHER.append((folder, domain))
        _language.cache_clear()


def current() -> str:
    """The code of the language being spoken, as HTML writes it."""
    return _CURRENT.get().code


def message(text: str) -> str:
    """A text of the catalogue in the language, its blanks not filled; a text that is not in it stays as it is."""
    return _CURRENT.get().one(text) if text else text


def message_for(one: str, many: str, count: int) -> str:
    """The same for a text that depends on a number."""
    return _CURRENT.get().plural(one, many, count)


def has(text: str) -> bool:
    """Whether the language has its own words for a text; English has for all."""
    return current() == DEFAULT or message(text) != text


def say(text: str, **values: object) -> str:
    """A message with its blanks `{name}` filled; whole numbers are written as the language writes them."""
    return message(text).format(**{name: written(value) for name, value in values.items()})


def say_many(one: str, many: str, count: int, **values: object) -> str:
    """A message that depends on a number, which fills the blank `{number}`."""
    filled = {name: written(value) for name, value in values.items()}
    return message_for(one, many, count).format(number=number(count), **filled)


def number(value: float, decimals: int = 0) -> str:
    """`1234.5` as `1,234.5` or `1.234,5`."""
    language = _CURRENT.get()
    text = f"{value:,.{decimals}f}"
    return text.translate({ord(","): language.thousands, ord("."): language.point})


def written(value: object) -> object:
    """A whole number as the language writes it; anything else as it is."""
    return number(value) if type(value) is int else value


@cache
def _language(code: str) -> Language:
    if code == DEFAULT:
        return ENGLISH
    if code not in LANGUAGES:
        raise KeyError(code)
    from gettext import GNUTranslations

    def read(folder: Path, domain: str) -> GNUTranslations:
        with (folder / code / "LC_MESSAGES" / f"{domain}.mo").open("rb") as file:
            return GNUTranslations(file)

    catalogue = read(CATALOGUES, DOMAIN)
    for further in _FURTHER:
        catalogue.add_fallback(read(*further))
    return Language(code, ".", ",", catalogue.gettext, catalogue.ngettext)


ENGLISH = Language(DEFAULT, ",", ".", lambda text: text, lambda one, many, count: one if count == 1 else many)
_CURRENT: ContextVar[Language] = ContextVar("language", default=ENGLISH)
