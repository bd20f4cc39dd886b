"""The persona as a sheet to type from: each value with its place, in the order of the file."""

from collections.abc import Mapping

from msgspec import Struct

from mhaudit.model.knowledge import DataKind
from mhaudit.model.subject import Persona


class SheetLine(Struct, frozen=True):
    """One value to type, with its label and hint."""

    label: str
    value: str
    hint: str


def persona_sheet(persona: Persona | None, kinds: Mapping[str, DataKind]) -> tuple[SheetLine, ...]:
    """Return the lines. This is the only place where planted values are shown, to the person who enters them."""
    values = persona.values if persona else ()
    return tuple(
        SheetLine(
            label=kinds[value.category].label if value.category in kinds else value.category,
            value=str(value.value),
            hint=_hint(value.instrument, value.scale, value.crisis),
        )
        for value in values
    )


def _hint(instrument: str | None, scale: tuple[float, float] | None, crisis: bool) -> str:
    parts = [instrument.upper()] if instrument else []
    parts += [f"on a scale from {scale[0]:g} to {scale[1]:g}"] if scale else []
    parts += ["in the phase crisis-chat"] if crisis else []
    return ", ".join(parts)
