"""Personas and app profiles as the text of their files."""

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from mhaudit.draft.schema_file import schema_line
from mhaudit.model.subject import Persona, PlantedValue


def persona_text(persona: Persona) -> str:
    """Return a persona as YAML."""
    data: dict[str, Any] = {"id": persona.id}
    if persona.country:
        data["country"] = persona.country
    data["values"] = [_value(value) for value in persona.values]
    return schema_line("persona") + _yaml(data)


def _value(value: PlantedValue) -> dict[str, Any]:
    data: dict[str, Any] = {"category": value.category, "value": value.value}
    if value.instrument:
        data["instrument"] = value.instrument
    if value.scale:
        data["scale"] = [int(end) if end == int(end) else end for end in value.scale]
    if value.crisis:
        data["crisis"] = True
    return data


def app_text(profile: Mapping[str, Any], comments: Iterable[str] = ()) -> str:
    """Return an app profile as YAML: its fields in their order, without empty ones, and comments below."""
    filled = {name: value for name, value in profile.items() if value not in ("", None, [], {})}
    return schema_line("app") + _yaml(filled) + "".join(f"# {line}\n" if line else "#\n" for line in comments)


def _yaml(data: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False, width=110)
