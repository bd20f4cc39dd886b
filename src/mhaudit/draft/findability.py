"""How well a persona's value can be found in traffic, by the same code that searches for it."""

from typing import Literal

from msgspec import Struct

from mhaudit.detect.automaton import fold
from mhaudit.detect.spellings import is_telling, variants
from mhaudit.model.subject import PlantedValue
from mhaudit.report.text.language import marked as _

# Kinds of values that other people and the app's own texts also contain.
_COMMON = frozenset(
    {
        *("diagnosis.name", "diagnosis.code", "medication.name", "mood.label"),
        *("identity.gender", "identity.birth_date"),
    }
)


class Findability(Struct, frozen=True):
    """The rating: `level` selects a mark, `says` is a sentence of the catalogue."""

    level: Literal["proof", "weak", "field", "meaning"]
    says: str


_PROOF = _("Searched everywhere, in every known encoding and as a hash. A match is proof.")
_IN_PART = _("Searched everywhere, in every known encoding, as a hash, and in part. A match is proof.")
_WEAK = _("Searched everywhere, but the app itself or chance can produce it, too. Check the place of a match.")
_FIELD = _("Too short to be searched everywhere. Found only where it is the whole of a field of its kind.")
_MEANING = _("A number is not searched by its value. Found where a field's name or documentation says what it is.")


def findability(value: PlantedValue) -> Findability:
    """Return how well a value can be found."""
    if not isinstance(value.value, str):
        return Findability("meaning", _MEANING)
    if not is_telling(fold(value.value.strip())):
        return Findability("field", _FIELD)
    if value.category in _COMMON:
        return Findability("weak", _WEAK)
    in_part = any(variant.plain and variant.note == "in part" for variant in variants(value))
    return Findability("proof", _IN_PART if in_part else _PROOF)
