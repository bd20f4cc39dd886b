"""Rows of a CSV file by the names in its first line, in bounded memory: a row that can't be read costs itself alone."""

import csv
from collections.abc import Iterator
from io import TextIOWrapper
from typing import IO

_LONGEST = 1 << 16  # characters of one field


def header(head: bytes) -> list[str]:
    """The names in the first line, in lower case and without underscores: producers change these between versions."""
    line = head.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].decode(errors="replace").strip()
    try:
        names = next(csv.reader([line]), [])
    except csv.Error:
        return []
    return [name.strip().lower().replace("_", "") for name in names]


def rows(file: IO[bytes]) -> Iterator[tuple[int, dict[str, str] | None]]:
    """The number of each row below the first line, counted from 1, by the names; None where it can't be read."""
    names = header(file.readline(_LONGEST))
    lines = TextIOWrapper(file, "utf-8", errors="replace", newline="")
    csv.field_size_limit(_LONGEST)
    read = csv.reader(lines)
    number = 0
    try:
        while True:
            number += 1
            try:
                fields = next(read)
            except csv.Error:
                yield number, None
                continue
            if fields:
                yield number, dict(zip(names, fields, strict=False)) if len(fields) >= len(names) else None
    except StopIteration:
        return
    finally:
        lines.detach()
