"""A page about one policy file: plain sections, the same for the terminal and for the documentation."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

_LONGEST_CODE = 200


class Line(Struct, frozen=True):
    """One line: a sentence, then literal text such as code. `depth` is the level of indentation."""

    text: str
    code: str = ""
    depth: int = 0


class Section(Struct, frozen=True):
    """Lines under a heading."""

    heading: str
    lines: tuple[Line, ...]


class ExplanationPage(Struct, frozen=True, kw_only=True):
    """A page. `kind` is the kind of file; `layer` the folder that it came from; sections without lines are omitted."""

    kind: str
    id: str
    title: str
    layer: str
    sections: tuple[Section, ...]


def sections(**lines: Iterator[Line]) -> tuple[Section, ...]:
    """Build sections from headings as names: `what_it_is` is "What it is". Empty ones are omitted."""
    made = (Section((name[0].upper() + name[1:]).replace("_", " "), tuple(found)) for name, found in lines.items())
    return tuple(section for section in made if section.lines)


def example_lines(data: Mapping[str, Any]) -> Iterator[Line]:
    """Yield the examples of a file: requests that must match, then requests that must not."""
    for side, words in (("match", "Matches"), ("pass", "Lets pass")):
        for request in data.get("examples", {}).get(side, ()):
            yield Line(f"{words}:", _request(request))


def cut(text: str) -> str:
    """Truncate a long text."""
    return text if len(text) <= _LONGEST_CODE else text[:_LONGEST_CODE] + "…"


def _request(request: Mapping[str, Any]) -> str:
    """Return a request as `POST https://… {"mood": 3} (phase before-consent)`."""
    parts = [request.get("method", ""), request.get("url", "")]
    parts += [f"{name}: {value}" for name, value in request.get("headers", {}).items()]
    bodies = (request[name] for name in ("json", "form", "text", "base64") if name in request)
    parts += [json.dumps(body, ensure_ascii=False) for body in bodies]
    parts += [f"(phase {request['phase']})"] if "phase" in request else []
    return cut(" ".join(part for part in parts if part))


def sources(data: Mapping[str, Any]) -> Iterator[Line]:
    """Yield the sources of a file's statements, and how well they were checked."""
    for source in data.get("sources", ()):
        checked = confidence(source["confidence"], source["checked_on"])
        yield Line(f"{source['what']} ({checked})", source.get("url", ""))


def confidence(level: str, day: str) -> str:
    """Describe how well something was checked."""
    words = {"verified": "checked at the source", "secondary": "read in a summary, not checked at the source"}
    return f"{words.get(level, 'not checked')}, {day}"
