"""Values without information: unknown, false, the hash of an empty text, a position that is a placeholder."""

import hashlib
import re

from mhaudit.model.place import Scalar

_WORDS = (
    *("", " ", "undefined", "null", "none", "None", "NULL", "nil", "nan", "NaN", "n/a", "N/A", "na", "false", "true"),
    *("unknown", "0", "-", "[object Object]", "{}", "[]", "(not set)", "not set", "anonymous", "guest", "\n"),
)
# Hexadecimal digests of these words: values of hashed contact fields without a contact.
_HASHES = frozenset(
    getattr(hashlib, name)(word.encode(), usedforsecurity=False).hexdigest()
    for name in ("md5", "sha1", "sha256", "sha512")
    for word in _WORDS
)
_HEX = re.compile(r"[0-9a-fA-F]{32,128}")
_NO = frozenset({False, "false", "False", "FALSE", "no", "No", "nein", "non"})
_ANSWERS = ("questionnaire.",)
_PAIR = re.compile(r"\s*(-?\d{1,3}(?:\.\d{1,20})?)\s*[,;]\s*(-?\d{1,3}(?:\.\d{1,20})?)\s*")
_OF_A_PLACE = re.compile(r"lat|lng|lon|coord|geo|gps|^ll$|breit|laeng|location|position|ubicacion", re.IGNORECASE)
_FARTHEST = {"lat": 90.0, "lng": 180.0}


def is_hash_of_nothing(value: Scalar) -> bool:
    """Return whether a value is the hash of an empty text or of a word for an absent value."""
    return isinstance(value, str) and _HEX.fullmatch(value) is not None and value.lower() in _HASHES


def denies(category: str, value: Scalar) -> bool:
    """Return whether a value is a negation. For questionnaires a negation is an answer, so it returns False."""
    return (isinstance(value, bool | str) and value in _NO) and not category.startswith(_ANSWERS)


def is_nowhere(name: str, value: Scalar) -> bool:
    """Return whether a location value is outside the Earth's coordinates or a placeholder."""
    if isinstance(value, str) and (pair := _PAIR.fullmatch(value)):
        return is_no_position(float(pair[1]), float(pair[2]))
    if not _OF_A_PLACE.search(name):
        return False
    try:
        number = float(str(value))
    except ValueError:
        return False
    limit = _FARTHEST["lat" if "lat" in name.lower() or "breit" in name.lower() else "lng"]
    return number in (0.0, -1.0) or abs(number) >= limit


def is_no_position(latitude: float, longitude: float) -> bool:
    """Return whether a pair of degrees is outside the Earth's coordinates, (-1, -1), or within one degree of (0, 0)."""
    return (
        abs(latitude) >= 90
        or abs(longitude) >= 180
        or (abs(latitude) < 1 and abs(longitude) < 1)
        or ((latitude, longitude) == (-1.0, -1.0))
    )
