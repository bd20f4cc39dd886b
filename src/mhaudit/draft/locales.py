"""Parts of made-up persons by locale: names, streets, sentences, telephone numbers reserved for fiction."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from msgspec import Struct
from msgspec.json import decode

from mhaudit.errors import UnknownName

DEFAULT_LOCALE = "en-US"


class PhoneRange(Struct, frozen=True):
    """Unassigned telephone numbers. `says` is the range, `by` who reserved it, `level` how well that was checked.

    `level` is secondary (read in one source, `source`) or from memory.
    """

    pattern: str
    areas: tuple[str, ...]
    says: str
    by: str
    source: str
    level: str


class Locale(Struct, frozen=True):
    """Words of one language and country. In patterns, `{##}` is two random digits."""

    name: str
    country: str
    given: tuple[str, ...]
    family: tuple[str, ...]
    streets: tuple[str, ...]
    cities: tuple[tuple[str, str], ...]
    address: str
    phone: PhoneRange | None
    things: tuple[str, ...]
    places: tuple[str, ...]
    ends: tuple[str, ...]
    sentences: Mapping[str, str]
    diagnosis: str
    medication: str


@cache
def locales() -> Mapping[str, Locale]:
    """Return all locales, by codes such as en-US."""
    text = files("mhaudit.draft").joinpath("locales.json").read_bytes()
    return decode(text, type=dict[str, Locale])


def choose_locale(code: str) -> Locale:
    """Return a locale by its code. Raise UnknownName."""
    if code not in locales():
        raise UnknownName(f"unknown locale {code!r}; choose from {', '.join(locales())}")
    return locales()[code]
