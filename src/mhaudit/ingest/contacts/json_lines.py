"""Files of JSON objects, one on each line, in bounded memory: a line that is no object costs itself alone."""

import json
from collections.abc import Iterator
from typing import IO, Any

_LONGEST = 1 << 20  # bytes


def first_object(head: bytes) -> dict[str, Any]:
    """The object on the first line of a file, {} where that is something else."""
    line = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0]
    return _parsed(line) or {}


def objects(file: IO[bytes]) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """The number of each line that is not blank, counted from 1, with its object; None where it has none."""
    number = 0
    while line := file.readline(_LONGEST):
        whole = line.endswith(b"\n") or len(line) < _LONGEST
        while not whole and (rest := file.readline(_LONGEST)):
            whole = rest.endswith(b"\n")
            line = b"too long"
        line = line.removeprefix(b"\xef\xbb\xbf").strip()
        if line:
            number += 1
            yield number, _parsed(line)


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
