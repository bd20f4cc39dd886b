"""The language of a report: a catalogue of messages with the English text as the key.

A renderer sets the language once (`speaking`); functions that make sentences read it from the context. English needs no
catalogue. A text that is not in the catalogue, such as a user's own rule, stays as it is.
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
_FURTHER: list[tuple[Path, str]] = []  # folder and domain of additional catalogues


class Language(Struct, frozen=True):
    """The messages of one language; `thousands` and `point` are the separators in its numbers."""

    code: str
    thousands: str
    point: str
    one: Callable[[str], str]
    plural: Callable[[str, str, int], str]


def marked(text: str) -> str:
    """Mark a text for the catalogue without translating it."""
    return text


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Set the language of all messages inside the context. Raise KeyError for a language without a catalogue."""
    token = _CURRENT.set(_language(code))
    try:
        yield
    finally:
        _CURRENT.reset(token)


def add_catalogue(folder: Path, domain: str) -> None:
    """Register another catalogue, searched after that of the reports."""
    if (folder, domain) not in _FURTHER:
        _FURTHER.append((folder, domain))
        _language.cache_clear()


def current() -> str:
    """Return the code of the current language, as in HTML's `lang`."""
    return _CURRENT.get().code


def message(text: str) -> str:
    """Return a text in the current language, its placeholders unfilled; a text without a translation is unchanged."""
    return _CURRENT.get().one(text) if text else text


def message_for(one: str, many: str, count: int) -> str:
    """Return the singular or plural form of a text for `count`, in the current language."""
    return _CURRENT.get().plural(one, many, count)


def has(text: str) -> bool:
    """Return whether the current language has a translation of a text; always True for English."""
    return current() == DEFAULT or message(text) != text


def say(text: str, **values: object) -> str:
    """Return a message with its placeholders `{name}` filled; integers get the language's separators."""
    return message(text).format(**{name: written(value) for name, value in values.items()})


def say_many(one: str, many: str, count: int, **values: object) -> str:
    """Return the singular or plural message for `count`, which fills the placeholder `{number}`."""
    filled = {name: written(value) for name, value in values.items()}
    return message_for(one, many, count).format(number=number(count), **filled)


def number(value: float, decimals: int = 0) -> str:
    """Format a number with the language's separators: `1234.5` as `1,234.5` or `1.234,5`."""
    language = _CURRENT.get()
    text = f"{value:,.{decimals}f}"
    return text.translate({ord(","): language.thousands, ord("."): language.point})


def written(value: object) -> object:
    """Format an integer with the language's separators; return any other value unchanged."""
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
