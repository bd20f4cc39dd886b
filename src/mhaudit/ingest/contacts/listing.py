"""What the readers of contact lists share: lists that say who was contacted, and never what was sent."""

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
_MILLISECONDS = 10**11  # seconds reach this in the year 5138
_MOST = 10**15
_MOST_NAMES = 50
_MOST_DAMAGED = 100


class ListReader(ABC):
    """One format of a contact list. Its rows are few, so that every share reads all and takes its own."""

    format: str

    @abstractmethod
    def sniff(self, head: bytes) -> bool:
        """Whether a file that begins so is of this format."""

    @abstractmethod
    def rows(self, file: IO[bytes], capture: str) -> Iterator[Row]:
        """Everything in the file, in its order."""

    def read(self, capture: Capture, share: Share = WHOLE) -> Iterator[Row]:
        """The rows of a share; gaps are of the first, those of damaged rows one by one up to a hundred."""
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
    """Fields whose meaning is not known: their names are told once, with the number of rows that had some."""

    def __init__(self, known: frozenset[str]) -> None:
        self.known = known
        self.names: set[str] = set()
        self.rows = 0

    def note(self, row: dict[str, object]) -> None:
        """Take down what a row has over the fields that are known."""
        if others := row.keys() - self.known:
            self.rows += 1
            self.names |= others if len(self.names) < _MOST_NAMES else set()

    def gaps(self, capture: str) -> Iterator[Gap]:
        """One gap, or none."""
        if self.rows:
            names = ", ".join(sorted(name[:40] for name in self.names)[:_MOST_NAMES])
            yield Gap(code="fields-not-known", detail=f"{capture}: {names}", count=self.rows)


def damaged(capture: str, row: int, why: str) -> Gap:
    """A row that could not be read."""
    return Gap(code="damaged-entry", detail=f"{capture}: row {row}: {why}", blocking=True)


def host_of(text: object, *, local: bool = False) -> tuple[str, str | None]:
    """A name or an address as it stands in a list, and the address where it is one; ("", None) for anything else.

    A `local` name may be without a dot, as those in a home network are.
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
    """A count as a number or in digits of any script; `default` for what is none, or is out of all proportion."""
    if isinstance(value, str):
        digits = value.strip()  # of more kinds of blanks than int() knows
        value = int(digits) if len(digits) <= 15 and digits.isdecimal() else None
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and 0 <= value < _MOST else default  # type: ignore[operator,return-value]  # it is an int


def time_of(value: object) -> float | None:
    """Seconds since the epoch, from ISO 8601, seconds or milliseconds; without an offset it is taken as UTC."""
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
    """The names in the first line, in lower case and without underscores: producers change these between versions."""
    line = head.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].decode(errors="replace").strip()
    try:
        names = next(csv.reader([line]), [])
    except csv.Error:
        return []
    return [name.strip().lower().replace("_", "") for name in names]


def rows(file: IO[bytes]) -> Iterator[tuple[int, dict[str, str] | None]]:
    """The number of each row below the first line, counted from 1, by the names; None where it can't be read."""
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
    """The object on the first line of a file, {} where that is something else."""
    line = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0]
    return _parsed(line) or {}


def objects(file: IO[bytes]) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """The number of each line that is not blank, counted from 1, with its object; None where it has none."""
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
