"""Pages about kinds of data and questionnaires."""

from collections.abc import Iterator
from typing import Any

from mhaudit.explain.catalogue import Catalogue, Data
from mhaudit.explain.law import judging
from mhaudit.explain.page import Line, Section, cut, example_lines, sections, sources

_LANGUAGES = {"en": "English", "de": "German", "fr": "French", "es": "Spanish", "pt": "Portuguese"}
_STORES = {"apple": "App Store label", "apple_manifest": "Apple privacy manifest", "play": "Play data safety"}


def kind(data: Data, known: Catalogue) -> tuple[Section, ...]:
    """Return the sections of a kind of data."""
    rules = sorted(judging(data["id"], known), key=lambda rule: str(rule["id"]))
    return sections(
        what=_what(data),
        why=iter([Line(data["why"])]),
        key_names=_keys(data),
        examples=example_lines(data),
        rules=(Line(f"{rule['id']}: {rule['title']}") for rule in rules),
        sources=sources(data),
    )


def _what(data: Data) -> Iterator[Line]:
    special = "specially protected" if data["special_category"] else "personal, not specially protected"
    yield Line(f"{data['label']}: {special}. Severity {data['severity']}, before recipient and linkage are considered.")
    for store, label in data.get("labels", {}).items():
        yield Line(f"{_STORES[store]}: {label}")
    if data.get("events"):
        patterns, not_patterns = len(data["events"]), len(data.get("not_events", ()))
        yield Line(f"Wording of events, screens and addresses: {patterns} patterns, {not_patterns} exceptions.")


def _keys(data: Data) -> Iterator[Line]:
    for rule in data.get("fields", ()):
        shapes = " or ".join(_shape(value) for value in rule["values"])
        beside = ", beside the name of a questionnaire" if "beside" in rule else ""
        yield Line(f"With a value that is {shapes}{beside}:")
        for language, names in rule["keys"].items():
            yield Line(f"{_LANGUAGES[language]}:", ", ".join(names), 1)


def _shape(value: Data) -> str:
    words = {"any": "anything", "enum": "one of " + ", ".join(value.get("values", ())), "id": "an identifier"}
    words |= {"text": f"text of {value.get('min_words')} words or more", "words": "one of the file's own words"}
    words |= {"pattern": "of a form that a pattern describes", "string": "text", "url": "an address"}
    name = words.get(value["type"], str(value["type"]))
    ranges = " or ".join(f"{low:g} to {high:g}" for low, high in value.get("ranges", ()))
    return cut(f"{name} ({ranges})" if ranges else name)


def instrument(data: Data, known: Catalogue) -> tuple[Section, ...]:
    """Return the sections of a questionnaire."""
    return sections(
        what=_numbers(data), bands=_bands(data), parts=_parts(data), codes=_codes(data), sources=sources(data)
    )


def _numbers(data: Data) -> Iterator[Line]:
    yield Line(", ".join([data["name"], *data.get("also", ())]))
    if "items" in data:
        yield Line(f"Items: {data['items']}" + (f", each {_span(data['item'])}" if "item" in data else ""))
    if "total" in data:
        yield Line(f"Total: {_span(data['total'])}")
    if "critical_items" in data:
        numbers = ", ".join(map(str, data["critical_items"]))
        yield Line(f"Items that ask about death or self-harm: {numbers}")
    if "topics" in data:
        yield Line(f"Items are about: {', '.join(data['topics'])}")
    if "note" in data:
        yield Line(data["note"])


def _span(pair: list[Any]) -> str:
    return f"{pair[0]} to {pair[1]}"


def _bands(data: Data) -> Iterator[Line]:
    return (Line(f"{band['from']} to {band['to']}: {band['means']}") for band in data.get("cutoffs", ()))


def _parts(data: Data) -> Iterator[Line]:
    return (Line(f"{part['name']}: {_span(part['total'])}") for part in data.get("subscales", ()))


def _codes(data: Data) -> Iterator[Line]:
    for name, code in data.get("loinc", {}).items():
        yield Line(f"LOINC, {name}:", ", ".join(code) if isinstance(code, list) else code)
    if "codes" in data:
        yield Line("Other codes:", ", ".join(data["codes"]))
