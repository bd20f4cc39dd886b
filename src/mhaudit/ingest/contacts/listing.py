"""Shared parts of the readers of contact lists, which have contacted hosts but no content."""

import csv
import json
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import UTC, datetime
from io import TextIOWrapper
from ipaddress import ip_address
from typing import IO, Any
from unicodedata import decimal

from mhaudit.ingest.hosts import bare_host
from mhaudit.ingest.reader import WHOLE, Capture, Share
from mhaudit.model.capture import Access, Contact, Gap

Row = Contact | Access | Gap
_HOST = re.compile(r"(?=.{1,253}\Z)[\w-]{1,63}(?:\.[\w-]{1,63})+")
_LABEL = re.compile(r"[\w-]{1,63}")
_MILLISECONDS = 10**11  # reached by seconds in the year 5138
_MOST = 10**15
_MOST_NAMES = 50
_MOST_DAMAGED = 100


class ListReader(ABC):
    """One format of contact lists. The lists are short, so every worker reads all rows and selects its own."""

    format: str

    @abstractmethod
    def sniff(self, head: bytes) -> bool:
        """Return whether a file that begins so has this format."""

    @abstractmethod
    def rows(self, file: IO[bytes], capture: str) -> Iterator[Row]:
        """Yield all rows of the file, in order."""

    def read(self, capture: Capture, share: Share = WHOLE) -> Iterator[Row]:
        """Yield the rows of a share; gaps belong to the first share, damaged rows are listed up to a hundred."""
        lost = 0
        with capture.path.open("rb") as file:
            for item in self.rows(file, capture.name):
                lost += isinstance(item, Gap) and item.code == "damaged-entry"
                if isinstance(item, Contact | Access):
                    wanted = share.mine(item.number)
                else:
                    wanted = not share.first and (item.code != "damaged-entry" or lost <= _MOST_DAMAGED)
                if wanted:
                    yield item
        if lost > _MOST_DAMAGED and not share.first:
            more = lost - _MOST_DAMAGED
            yield Gap(code="damaged-entry", detail=f"{capture.name}: more rows", blocking=True, count=more)


class Unknown:
    """Unknown fields: their names are reported once, with the number of rows that had any."""

    def __init__(self, known: frozenset[str]) -> None:
        self.known = known
        self.names: set[str] = set()
        self.rows = 0

    def note(self, row: dict[str, object]) -> None:
        """Note the unknown fields of a row."""
        if others := row.keys() - self.known:
            self.rows += 1
            self.names |= others if len(self.names) < _MOST_NAMES else set()

    def gaps(self, capture: str) -> Iterator[Gap]:
        """Yield one gap, or none."""
        if self.rows:
            names = ", ".join(sorted(name[:40] for name in self.names)[:_MOST_NAMES])
            yield Gap(code="fields-not-known", detail=f"{capture}: {names}", count=self.rows)


def damaged(capture: str, row: int, why: str) -> Gap:
    """Return the gap for a row that could not be read."""
    return Gap(code="damaged-entry", detail=f"{capture}: row {row}: {why}", blocking=True)


def host_of(text: object, *, local: bool = False) -> tuple[str, str | None]:
    """Return a host from a list, and its address if it is one; ("", None) for anything else.

    A `local` name may have no dot, as in home networks.
    """
    if not isinstance(text, str):
        return "", None
    host = bare_host(text.strip().lstrip("/"))
    try:
        address = str(ip_address(host.partition("%")[0]))
    except ValueError:
        named = _HOST.fullmatch(host) or (local and _LABEL.fullmatch(host))
        return (host, None) if named else ("", None)
    return address, address


def number_of(value: object, default: int | None = None) -> int | None:
    """Return a count from a number or digits of any script; `default` if it is invalid or implausibly large."""
    if isinstance(value, str):
        digits = value.strip()  # also of blanks that int() rejects
        value = int(digits) if len(digits) <= 15 and digits.isdecimal() else None
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and 0 <= value < _MOST else default  # type: ignore[operator,return-value]  # it is an int


def time_of(value: object) -> float | None:
    """Return seconds since the epoch, from ISO 8601, seconds or milliseconds; without an offset it is UTC."""
    if isinstance(value, str):
        written = "".join(str(decimal(letter)) if letter.isdecimal() else letter for letter in value.strip()[:40])
        try:
            moment = datetime.fromisoformat(written)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
        except (ValueError, OverflowError):
            value = written
    number = number_of(value) or number_of(value.split(".")[0] if isinstance(value, str) else value)
    if not number:
        return None
    return number / 1000 if number >= _MILLISECONDS else float(number)


_LONGEST = 1 << 16  # characters of one field


def column_names(head: bytes) -> list[str]:
    """Return the column names in lower case and without underscores: producers change these between versions."""
    line = head.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].decode(errors="replace").strip()
    try:
        names = next(csv.reader([line]), [])
    except csv.Error:
        return []
    return [name.strip().lower().replace("_", "") for name in names]


def rows(file: IO[bytes]) -> Iterator[tuple[int, dict[str, str] | None]]:
    """Yield the number of each row after the header, from 1, and its fields by name; None if it can't be read."""
    names = column_names(file.readline(_LONGEST))
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


_LONGEST_JSON_LINES = 1 << 20  # bytes


def first_object(head: bytes) -> dict[str, Any]:
    """Return the object on the first line of a file, {} if it is something else."""
    line = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0]
    return _parsed(line) or {}


def objects(file: IO[bytes]) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """Yield the number of each non-blank line, from 1, and its object; None if it is not one."""
    number = 0
    while line := file.readline(_LONGEST_JSON_LINES):
        whole = line.endswith(b"\n") or len(line) < _LONGEST_JSON_LINES
        while not whole and (rest := file.readline(_LONGEST_JSON_LINES)):
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
