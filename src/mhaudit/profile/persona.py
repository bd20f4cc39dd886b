"""Loading of persona files."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.model.knowledge import Policies
from mhaudit.model.subject import Persona
from mhaudit.policy.wording import unknown
from mhaudit.profile.checked_file import read

if TYPE_CHECKING:
    from mhaudit.policy.yaml_text import Source


def load_persona(path: Path, policies: Policies) -> Persona:
    """Return the persona in a file. Raise InvalidFiles with every fault; no fault repeats a value."""
    source, _ = read(path, "persona")
    faults = list(_persona_faults(source, policies))
    if faults:
        raise InvalidFiles(faults)
    return msgspec.convert(source.data, Persona)


def _persona_faults(source: "Source", policies: Policies) -> Iterator[Fault]:
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
