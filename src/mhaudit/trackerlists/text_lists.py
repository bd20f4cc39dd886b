"""Common parts of the two line-based formats: their lines, and the comments at their top."""

import re
from collections.abc import Iterator

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.trackerlists.entity import Entity, Given, Written

_HEAD_LINES = 100
_HEAD = re.compile(r"[#!]\s*(title|licen[cs]e)\s*:\s*(\S.*)", re.IGNORECASE)


def text_lines(given: Given) -> Iterator[str]:
    """Return the stripped lines of a text file. Raise InvalidFiles if it is not UTF-8 text."""
    try:
        text = given.raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = given.raw.count(b"\n", 0, error.start) + 1
        raise InvalidFiles([Fault(given.file, line, "", "is not UTF-8 text")]) from error
    if "\0" in text:
        raise InvalidFiles([Fault(given.file, 0, "", "is not a list of lines")])
    return (line.strip() for line in text.splitlines())


def head(given: Given) -> dict[str, str]:
    """Return `title` and `license` from the comments at the top, if present."""
    found: dict[str, str] = {}
    for _, line in zip(range(_HEAD_LINES), text_lines(given), strict=False):
        if match := _HEAD.match(line):
            found.setdefault(match[1].lower().replace("licence", "license"), match[2].strip())
    return found


def hosts_entity(given: Given, hosts: dict[str, bool]) -> Iterator[Entity]:
    """Yield all hosts of a list as one entity without a company. `hosts` maps each to whether it is a suffix."""
    name = given.name or head(given).get("title") or given.path.stem
    if hosts:
        found = tuple(Written(host, below) for host, below in hosts.items())
        yield Entity(name=name, hosts=found, roles=(given.role or "other",))
