"""How key names and event wording are written down before they are compared."""

import re
import unicodedata
from functools import lru_cache
from hashlib import sha256

# A new word starts before a capital that follows a small letter or a digit (`moodScore`, `PHQ9Total`), and before the
# last capital of a run that a small letter follows (`HKStateOfMind`); the plural of an acronym (`userIDs`) is one word.
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z](?!s(?![a-z]))[a-z])")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=65536)
def normalise_name(raw: str) -> str:
    """A key name as lower-case ASCII words joined by `_`: `moodScore` and `Mood-Score` become `mood_score`.

    Accents are folded; characters that have no ASCII form are dropped, so that a name may come out empty.
    """
    return _NOT_WORD.sub("_", _CAMEL.sub("_", _fold(raw)).lower()).strip("_")


def is_normal(name: str) -> bool:
    """Whether a name is in normal form already; the empty name is."""
    return not name or (name.islower() and name.isascii() and name.isidentifier() and name[0] != "_")


def normalise_wording(raw: str) -> str:
    """Event names, titles and addresses as lower-case words with one space between, such as `mood logged`."""
    return normalise_name(raw).replace("_", " ")


def _fold(text: str) -> str:
    """ASCII letters for accented ones; `ß` and `œ` become two letters, as they are written without a key for them."""
    if text.isascii():
        return text
    spelt = text.replace("ß", "ss").replace("æ", "ae").replace("œ", "oe").replace("ø", "o").replace("ł", "l")
    decomposed = unicodedata.normalize("NFKD", spelt)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def fingerprint(prefix: str, *parts: str) -> str:
    """A short id that is the same wherever and whenever the same thing is found again."""
    return f"{prefix}-{sha256(chr(0).join(parts).encode()).hexdigest()[:16]}"
