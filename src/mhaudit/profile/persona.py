"""Persona files → the person that was played."""

from collections.abc import Iterator
from pathlib import Path

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.model.knowledge import Policies
from mhaudit.model.subject import Persona, PlantedValue
from mhaudit.policy.source import Source
from mhaudit.policy.wording import unknown
from mhaudit.profile.checked_file import read


def load_persona(path: Path, policies: Policies) -> Persona:
    """The persona in a file. Raises InvalidFiles with every fault; no fault repeats a value."""
    source, _ = read(path, "persona")
    faults = list(_persona_faults(source, policies))
    if faults:
        raise InvalidFiles(faults)
    return Persona(
        id=source.data["id"],
        values=tuple(
            PlantedValue(
                category=value["category"],
                value=value["value"],
                instrument=value.get("instrument"),
                scale=(value["scale"][0], value["scale"][1]) if "scale" in value else None,
                crisis=value.get("crisis", False),
            )
            for value in source.data["values"]
        ),
        country=source.data.get("country", ""),
    )


def _persona_faults(source: Source, policies: Policies) -> Iterator[Fault]:
    for number, value in enumerate(source.data["values"]):
        path = ("values", number)
        if value["category"] not in policies.kinds:
            yield source.fault((*path, "category"), unknown("kind of data", value["category"], policies.kinds))
        instrument = value.get("instrument")
        if instrument is not None and instrument not in policies.instruments:
            yield source.fault((*path, "instrument"), unknown("questionnaire", instrument, policies.instruments))
        if isinstance(value["value"], str) and not value["value"].strip():
            yield source.fault((*path, "value"), "must not be empty")
        low, high = value.get("scale", (0, 0))
        if low > high:
            yield source.fault((*path, "scale"), "ends below where it begins")
