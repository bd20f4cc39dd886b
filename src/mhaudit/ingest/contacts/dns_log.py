"""Logs of DNS filters: Pi-hole, NextDNS, AdGuard. They list the names that were looked up, by any client.

They cover a device or a whole network, never a single app, and a name that was looked up was not necessarily contacted:
the filter may have blocked it.
"""

import re
from abc import abstractmethod
from collections.abc import Iterator
from typing import IO, Any

from msgspec.structs import replace

from mhaudit.ingest.contacts.listing import (
    ListReader,
    Row,
    column_names,
    damaged,
    first_object,
    host_of,
    objects,
    rows,
    time_of,
)
from mhaudit.model.capture import Contact, Gap

_LONGEST = 1 << 16
_LINE = re.compile(rb"[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (?:\S{1,255} )?dnsmasq(?:\[\d{1,10}\])?: ")
_QUERY = re.compile(rb"query\[(\w{1,12})\] (\S{1,255}) from ")
_BLOCKED = re.compile(
    rb"(?:gravity blocked|exactly blacklisted|exactly denied|regex blacklisted|regex denied) (\S{1,255}) is "
)


_REPLY = re.compile(rb"(?:reply|cached) (\S{1,255}) is (\S{1,255})")


class _Chains:
    """Parser of dnsmasq's answers: `reply a is <CNAME>` is followed by the reply for the canonical name of a."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def add(self, capture: str, number: int, name: str, stands_for: bool) -> Iterator[Row]:
        """Add one answer; at the end of a chain, yield its first name with the others."""
        if name not in self.names:
            self.names.append(name)
        if stands_for:
            return
        first, *others = self.names
        self.names = []
        if others:
            row = look_up(capture, number, first, None, count=0)
            yield replace(row, aliases=tuple(others)) if isinstance(row, Contact) else row


class DnsLog(ListReader):
    """A log without app names."""

    def rows(self, file: IO[bytes], capture: str) -> Iterator[Row]:
        """Yield a gap for the missing app names, then a lookup for each query."""
        yield Gap(code="app-not-told", detail=capture, blocking=True)
        yield from self.questions(file, capture)

    @abstractmethod
    def questions(self, file: IO[bytes], capture: str) -> Iterator[Row]:
        """Yield the lookups in the file, in order."""


class PiholeLog(DnsLog):
    """Reader of `pihole.log`, as dnsmasq writes it. Its times have no year, so they are unknown."""

    format = "Pi-hole log"

    def sniff(self, head: bytes) -> bool:
        """Return whether the first line has a time and the program's name."""
        return _LINE.match(head) is not None

    def questions(self, file: IO[bytes], capture: str) -> Iterator[Row]:
        """Yield the queries. Lines on their results are skipped, except that a query was blocked."""
        number = 0
        chains = _Chains()
        while line := file.readline(_LONGEST):
            number += 1
            start = _LINE.match(line)
            at = start.end() if start else 0
            if found := _QUERY.match(line, at):
                yield look_up(capture, number, found[2].decode(errors="replace"), None)
            elif found := _REPLY.match(line, at):
                yield from chains.add(capture, number, found[1].decode(errors="replace"), found[2] == b"<CNAME>")
            elif found := _BLOCKED.match(line, at):
                yield look_up(capture, number, found[1].decode(errors="replace"), None, "Pi-hole blocked it", count=0)


class NextDnsLog(DnsLog):
    """Reader of the CSV file that NextDNS offers for download."""

    format = "NextDNS log"

    def sniff(self, head: bytes) -> bool:
        """Return whether the first line has the column names, in either spelling."""
        return {"timestamp", "domain", "querytype", "clientip"} <= set(column_names(head))

    def questions(self, file: IO[bytes], capture: str) -> Iterator[Row]:
        """Yield the lookups in the file, in order."""
        for number, row in rows(file):
            if row is None:
                yield damaged(capture, number, "it has fewer columns than the heading")
                continue
            says = "NextDNS blocked it" if row.get("status", "").lower() == "blocked" else ""
            yield look_up(capture, number, row.get("domain"), row.get("timestamp"), says)


class AdGuardLog(DnsLog):
    """Reader of `querylog.json` of AdGuard Home, and of the query log of AdGuard DNS."""

    format = "AdGuard query log"

    def sniff(self, head: bytes) -> bool:
        """Return whether the JSON lines have the short field names of either."""
        first = first_object(head)
        return {"T", "QH", "QT"} <= first.keys() or {"n", "t", "q", "u"} <= first.keys()

    def questions(self, file: IO[bytes], capture: str) -> Iterator[Row]:
        """Yield the lookups in the file, in order."""
        for number, row in objects(file):
            if row is None:
                yield damaged(capture, number, "it is not a JSON object")
                continue
            yield look_up(capture, number, row.get("QH", row.get("n")), row.get("T", row.get("t")), _filtered(row))


def _filtered(row: dict[str, Any]) -> str:
    result = row.get("Result")
    return "AdGuard blocked it" if isinstance(result, dict) and result.get("IsFiltered") is True else ""


def look_up(capture: str, number: int, name: object, at: object, says: str = "", count: int = 1) -> Row:
    """Return the row of one query, or a gap without a name. `says` is the action of the filter."""
    host, _ = host_of(name, local=True)
    if not host:
        return damaged(capture, number, "the name that was looked up is missing or null")
    when = time_of(at)
    return Contact(
        capture=capture, number=number, host=host, count=count, first=when, last=when, lookup=True, says=says
    )
