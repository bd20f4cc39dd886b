"""Normalisation of key names and event wording for comparisons."""

import re
import unicodedata
from functools import lru_cache
from hashlib import sha256

# A new word starts before a capital after a lower-case letter or a digit (`moodScore`, `PHQ9Total`), and before the
# last capital of a run if a lower-case letter follows (`HKStateOfMind`); an acronym's plural (`userIDs`) is one word.
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z](?!s(?![a-z]))[a-z])")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=65536)
def normalise_name(raw: str) -> str:
    """Return a key name as lower-case ASCII words joined by `_`: `moodScore` and `Mood-Score` become `mood_score`.

    Accents are removed; characters without an ASCII form are dropped, so the result may be empty.
    """
    if is_normal(raw) and "__" not in raw and raw[-1:] != "_":
        return raw
    return _NOT_WORD.sub("_", _CAMEL.sub("_", _fold(raw)).lower()).strip("_")


def is_normal(name: str) -> bool:
    """Return whether a name is already in normal form; the empty name is."""
    return not name or (name.islower() and name.isascii() and name.isidentifier() and name[0] != "_")


def normalise_wording(raw: str) -> str:
    """Return event names, titles and addresses as lower-case words joined by single spaces, such as `mood logged`."""
    return normalise_name(raw).replace("_", " ")


def _fold(text: str) -> str:
    """Return a text with ASCII letters for accented ones; `ß` and `œ` become two letters."""
    if text.isascii():
        return text
    spelt = text.replace("ß", "ss").replace("æ", "ae").replace("œ", "oe").replace("ø", "o").replace("ł", "l")
    decomposed = unicodedata.normalize("NFKD", spelt)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def fingerprint(prefix: str, *parts: str) -> str:
    """Return a short id that is the same whenever the same thing is found again."""
    return f"{prefix}-{sha256(chr(0).join(parts).encode()).hexdigest()[:16]}"
