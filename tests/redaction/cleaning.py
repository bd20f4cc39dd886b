"""A cleaner that knows the person of the sample."""

from mhaudit.redaction.clean_text import TextCleaner
from mhaudit.redaction.planted_parts import PlantedParts
from mhaudit.redaction.pseudonyms import Pseudonyms

from .sample import VALUES


def cleaner() -> TextCleaner:
    return TextCleaner(Pseudonyms(VALUES), PlantedParts(VALUES), lambda _: False)
