"""Checked plain data → crisis lines."""

from mhaudit.model.knowledge import CrisisLine, CrisisLines
from mhaudit.policy.plain import Data, entries, one, text, texts


def crisis_lines(data: Data, layer: str) -> CrisisLines:
    return CrisisLines(
        id=one(data["id"], str),
        country=one(data["country"], str),
        emergency=texts(data.get("emergency", [])),
        lines=tuple(_line(line) for line in entries(data.get("lines", []))),
        retired=tuple(one(entry["number"], str) for entry in entries(data.get("retired", []))),
        directories=texts(data.get("directories", [])),
    )


def _line(data: Data) -> CrisisLine:
    return CrisisLine(
        name=one(data["name"], str),
        confidence=one(data["confidence"], str),
        checked_on=one(data["checked_on"], str),
        call=texts(data.get("call", [])),
        text=texts(data.get("text", [])),
        audience=text(data, "for"),
        note=text(data, "note"),
        source=text(data, "source"),
    )
