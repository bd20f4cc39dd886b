"""Conversion of checked data to the types of the model. The schema is checked before; msgspec only converts."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from mhaudit.model.help_lines import CrisisLines
from mhaudit.model.knowledge import (
    DataKind,
    Harm,
    Instrument,
    Organisation,
    Pack,
    Regulation,
    Rule,
    Sdk,
    Service,
)
from mhaudit.policy.pattern_literals import needed_by_any

Data = Mapping[str, Any]


def _service(data: Data, layer: str) -> Service:
    return msgspec.convert({**data, "layer": layer}, Service)


def _kind(data: Data, layer: str) -> DataKind:
    fields = [{**rule, "keys": _of_all_languages(rule["keys"])} for rule in data.get("fields", ())]
    words = _of_all_languages(data.get("words", {}))
    made = {**data, "fields": fields, "words": words, "needs": needed_by_any(data.get("events", ()))}
    return msgspec.convert(_whole_numbers(made), DataKind)


def _instrument(data: Data, layer: str) -> Instrument:
    return msgspec.convert(_whole_numbers({**data, "needs": needed_by_any([data["alias"]])}), Instrument)


BUILDERS: Mapping[str, Callable[[Data, str], Any]] = {
    "organisation": lambda data, layer: msgspec.convert(data, Organisation),
    "service": _service,
    "data": _kind,
    "instrument": _instrument,
    "rule": lambda data, layer: msgspec.convert(data, Rule),
    "regulation": lambda data, layer: msgspec.convert(data, Regulation),
    "pack": lambda data, layer: msgspec.convert(data, Pack),
    "harm": lambda data, layer: msgspec.convert(_whole_numbers(data), Harm),
    "sdk": lambda data, layer: msgspec.convert(data, Sdk),
    "crisis-lines": lambda data, layer: msgspec.convert(data, CrisisLines),
}


def _of_all_languages(words: Mapping[str, list[str]]) -> list[str]:
    """Return the words of all languages, each once, in the order of the file."""
    return list(dict.fromkeys(word for language in words.values() for word in language))


def _whole_numbers(value: Any) -> Any:
    """Return the data with 3.0 as 3: JSON Schema regards it as an integer, msgspec does not."""
    if isinstance(value, dict):
        return {key: _whole_numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_whole_numbers(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
