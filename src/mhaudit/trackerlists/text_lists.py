"""What the two formats of plain lines have in common: their lines, and what the comments at their top say."""

import re
from collections.abc import Iterator

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.trackerlists.entity import Entity, Given, Written

_HEAD_LINES = 100
_HEAD = re.compile(r"[#!]\s*(title|licen[cs]e)\s*:\s*(\S.*)", re.IGNORECASE)


def text_lines(given: Given) -> Iterator[str]:
    """The lines of a text file without the blanks around them. Raises InvalidFiles where it is no UTF-8 text."""
    try:
        text = given.raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = given.raw.count(b"\n", 0, error.start) + 1
        raise InvalidFiles([Fault(given.file, line, "", "is not UTF-8 text")]) from error
    if "\0" in text:
        raise InvalidFiles([Fault(given.file, 0, "", "is not a list of lines")])
    return (line.strip() for line in text.splitlines())


def head(given: Given) -> dict[str, str]:
    """What the comments at the top say: `title` and `license`, where they do."""
    found: dict[str, str] = {}
    for _, line in zip(range(_HEAD_LINES), text_lines(given), strict=False):
        if match := _HEAD.match(line):
            found.setdefault(match[1].lower().replace("licence", "license"), match[2].strip())
    return found


def hosts_entity(given: Given, hosts: dict[str, bool]) -> Iterator[Entity]:
    """All hosts of a list as one entity, whose company nobody names. `hosts` says of each whether it is a suffix."""
    name = given.name or head(given).get("title") or given.path.stem
    if hosts:
        found = tuple(Written(host, below) for host, below in hosts.items())
        yield Entity(name=name, hosts=found, roles=(given.role or "other",))
