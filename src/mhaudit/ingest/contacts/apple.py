"""Apple's App Privacy Report: network activity of apps, and their use of microphone, location, contacts …

Settings → Privacy & Security → App Privacy Report, iOS 15 and later. Apple documents it under "Inspecting app activity
data"; rows are sums over at most seven days, counted when an app is about to connect, so that names blocked by a filter
are included. Rows are unordered. Some access rows have a team id of ten letters before the bundle id.
"""

import re
from collections.abc import Iterator
from typing import IO, Any

from mhaudit.ingest.contacts.listing import (
    ListReader,
    Row,
    Unknown,
    damaged,
    first_object,
    host_of,
    number_of,
    objects,
    time_of,
)
from mhaudit.model.capture import Access, Contact

_TEAM = re.compile(r"[A-Z0-9]{10}\.(?=.)")
_TRACKER = 1  # `domainType`; 2 does not prove the opposite, so it is ignored
_MOST_OPEN = 200_000
_NETWORK = frozenset(
    "type domain firstTimeStamp timeStamp context domainType initiatedType hits domainOwner bundleID".split()
)
_ACCESS = frozenset("type accessor broadcaster category identifier kind timeStamp timestamp tccService stream".split())


class AppleReport(ListReader):
    """Reader of `App_Privacy_Report_v4_….ndjson`, and of the format of the first beta versions."""

    format = "App Privacy Report"

    def sniff(self, head: bytes) -> bool:
        """Return whether the first JSON line is network activity, an access, or the start of a section."""
        first = first_object(head)
        return first.get("type") in ("networkActivity", "access") or "tccService" in first or "_marker" in first

    def rows(self, file: IO[bytes], capture: str) -> Iterator[Row]:
        """Yield contacts and accesses."""
        unknown = {"networkActivity": Unknown(_NETWORK), "access": Unknown(_ACCESS)}
        begun: set[str] = set()
        ended: dict[str, Access] = {}
        for number, row in objects(file):
            kind = _kind(row)
            if row is None or kind not in unknown:
                if row is None or "_marker" not in row:
                    yield damaged(capture, number, "its type is unknown")
                continue
            unknown[kind].note(row)
            yield from (
                _network(row, capture, number)
                if kind == "networkActivity"
                else _access(row, capture, number, begun, ended)
            )
        yield from (access for identifier, access in ended.items() if identifier not in begun)
        for fields in unknown.values():
            yield from fields.gaps(capture)


def _kind(row: dict[str, Any] | None) -> object:
    if not row:
        return None
    return "access" if "tccService" in row else row.get("type")


def _network(row: dict[str, Any], capture: str, number: int) -> Iterator[Row]:
    host, address = host_of(row.get("domain"))
    if not host:
        yield damaged(capture, number, "domain is missing or null")
        return
    yield Contact(
        capture=capture,
        number=number,
        host=host,
        ip=address,
        app=_app(row.get("bundleID")),
        count=number_of(row.get("hits")) or 1,
        first=time_of(row.get("firstTimeStamp")) or time_of(row.get("timeStamp")),
        last=time_of(row.get("timeStamp")),
        says=_says(row),
    )


def _says(row: dict[str, Any]) -> str:
    """Return Apple's classification, and whether a page in the app, not the app itself, made the contact."""
    notes = []
    if row.get("domainType") == _TRACKER:
        owner = row.get("domainOwner")
        of = f" of {owner[:80]}" if isinstance(owner, str) and owner else ""
        notes.append(f"Apple's report lists it as a potential tracker{of}")
    if row.get("initiatedType") == "NonAppInitiated":
        notes.append("Apple's report says that a page in the app asked for it")
    return "; ".join(notes)


def _access(row: dict[str, Any], capture: str, number: int, begun: set[str], ended: dict[str, Access]) -> Iterator[Row]:
    """Yield an access at its beginning; one with an end only is stored in `ended`."""
    resource = row.get("category") or str(row.get("tccService", "")).removeprefix("kTCCService")
    if not isinstance(resource, str) or not resource:
        yield damaged(capture, number, "category is missing")
        return
    accessor = row.get("accessor")
    app = _app(accessor.get("identifier") if isinstance(accessor, dict) else None)
    at = time_of(row.get("timeStamp") or row.get("timestamp"))
    access = Access(capture=capture, number=number, resource=resource[:40], app=app, at=at)
    identifier = str(row.get("identifier", ""))[:40]
    if row.get("kind") == "intervalEnd":
        if len(ended) < _MOST_OPEN:
            ended.setdefault(identifier, access)
        return
    if len(begun) < _MOST_OPEN:
        begun.add(identifier)
    yield access


def _app(identifier: object) -> str:
    return _TEAM.sub("", identifier, count=1)[:200] if isinstance(identifier, str) else ""
