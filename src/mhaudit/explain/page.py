"""A page about one policy file: plain sections, made the same for the terminal and for the documentation."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

_LONGEST_CODE = 200


class Line(Struct, frozen=True):
    """One line: a sentence, then something to be read letter by letter. `depth` counts how far it is indented."""

    text: str
    code: str = ""
    depth: int = 0


class Section(Struct, frozen=True):
    """Lines under a heading."""

    heading: str
    lines: tuple[Line, ...]


class ExplanationPage(Struct, frozen=True, kw_only=True):
    """`kind` is the kind of file; `layer` the folder that spoke; sections without lines are not in it."""

    kind: str
    id: str
    title: str
    layer: str
    sections: tuple[Section, ...]


def sections(**lines: Iterator[Line]) -> tuple[Section, ...]:
    """Sections by their headings, written as names: `what_it_is` is "What it is". Empty ones are left out."""
    made = (Section((name[0].upper() + name[1:]).replace("_", " "), tuple(found)) for name, found in lines.items())
    return tuple(section for section in made if section.lines)


def example_lines(data: Mapping[str, Any]) -> Iterator[Line]:
    """The examples of a file: what must match, then what must be let pass."""
    for side, words in (("match", "Matches"), ("pass", "Lets pass")):
        for request in data.get("examples", {}).get(side, ()):
            yield Line(f"{words}:", _request(request))


def cut(text: str) -> str:
    """A long text with its end left out."""
    return text if len(text) <= _LONGEST_CODE else text[:_LONGEST_CODE] + "…"


def _request(request: Mapping[str, Any]) -> str:
    """`POST https://… {"mood": 3} (phase before-consent)`."""
    parts = [request.get("method", ""), request.get("url", "")]
    parts += [f"{name}: {value}" for name, value in request.get("headers", {}).items()]
    bodies = (request[name] for name in ("json", "form", "text", "base64") if name in request)
    parts += [json.dumps(body, ensure_ascii=False) for body in bodies]
    parts += [f"(phase {request['phase']})"] if "phase" in request else []
    return cut(" ".join(part for part in parts if part))


def sources(data: Mapping[str, Any]) -> Iterator[Line]:
    """Where the statements of a file come from, and how well that was checked."""
    for source in data.get("sources", ()):
        checked = confidence(source["confidence"], source["checked_on"])
        yield Line(f"{source['what']} ({checked})", source.get("url", ""))


def confidence(level: str, day: str) -> str:
    """How well something was checked, in words."""
    words = {"verified": "checked at the source", "secondary": "read in a summary, not checked at the source"}
    return f"{words.get(level, 'not checked')}, {day}"
