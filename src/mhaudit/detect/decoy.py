"""A second person of the same shape who was never entered: whatever of theirs is found measures false alarms."""

import random
import string
from datetime import date, timedelta

from mhaudit.model.subject import Persona, PlantedValue

_SEED = "mhaudit decoy 1"


def decoys(persona: Persona) -> tuple[PlantedValue, ...]:
    """For each searched value another one of the same kind and shape; always the same for the same persona."""
    return tuple(_decoy(value, value.value) for value in persona.values if isinstance(value.value, str))


def _decoy(value: PlantedValue, text: str) -> PlantedValue:
    chance = random.Random(f"{_SEED} {value.category} {len(text)}")  # noqa: S311 - to be repeatable, not secret
    other = _other_date(text, chance) if value.category == "identity.birth_date" else _other_text(text, chance)
    return PlantedValue(category=value.category, value=other, instrument=value.instrument, crisis=value.crisis)


def _other_date(text: str, chance: random.Random) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return _other_text(text, chance)
    return (day + timedelta(days=chance.randint(40, 4000))).isoformat()


def _other_text(text: str, chance: random.Random) -> str:
    """Another letter for each letter and digit for each digit; a leading country code stays, as it does for people."""
    kept = 3 if text.startswith("+") else 0
    return text[:kept] + "".join(_other_character(character, chance) for character in text[kept:])


def _other_character(character: str, chance: random.Random) -> str:
    if character.isdigit():
        return chance.choice([digit for digit in string.digits if digit != character])
    if not character.isalpha():
        return character
    letter = chance.choice([letter for letter in string.ascii_lowercase if letter != character.lower()])
    return letter.upper() if character.isupper() else letter
