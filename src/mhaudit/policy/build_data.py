"""Checked plain data → kinds of data and questionnaires."""

from mhaudit.model.knowledge import DataKind, FieldRule, Instrument, Shape
from mhaudit.policy.literals import needed_by_any
from mhaudit.policy.plain import Data, bounds, by_language, entries, one, severity, span, text, texts


def kind(data: Data, layer: str) -> DataKind:
    return DataKind(
        id=one(data["id"], str),
        label=one(data["label"], str),
        why=one(data["why"], str),
        special=one(data["special_category"], bool),
        severity=severity(data["severity"]),
        fields=tuple(_field(rule) for rule in entries(data.get("fields", []))),
        words=by_language(data.get("words", {})),
        events=texts(data.get("events", [])),
        not_events=texts(data.get("not_events", [])),
        needs=needed_by_any(texts(data.get("events", []))),
        labels={one(store, str): one(label, str) for store, label in data.get("labels", {}).items()},
    )


def _field(data: Data) -> FieldRule:
    return FieldRule(
        keys=by_language(data["keys"]),
        shapes=tuple(_shape(shape) for shape in entries(data["values"])),
        beside=text(data, "beside"),
    )


def _shape(data: Data) -> Shape:
    return Shape(
        type=one(data["type"], str),
        ranges=tuple(bounds(pair) for pair in entries(data.get("ranges", []))),
        values=texts(data.get("values", [])),
        pattern=text(data, "pattern"),
        min_words=one(data.get("min_words", 0), int),
    )


def instrument(data: Data, layer: str) -> Instrument:
    return Instrument(
        id=one(data["id"], str),
        name=one(data["name"], str),
        alias=one(data["alias"], str),
        item=span(data.get("item")),
        items=one(data["items"], int) if "items" in data else None,
        total=span(data.get("total")),
        critical_items=tuple(one(number, int) for number in entries(data.get("critical_items", []))),
        needs=needed_by_any([one(data["alias"], str)]),
    )
