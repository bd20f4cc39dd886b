"""Android's intrusion logs (Advanced Protection, Android 16): lookups and connections, each with its app.

One JSON object per line with one key for its type: `dns_event`, `connect_event` or `security_event`. Daily files
overlap, so the same event may occur twice.
"""

from collections.abc import Iterator
from typing import IO, Any

from mhaudit.ingest.contacts.listing import ListReader, Row, Unknown, damaged, first_object, host_of, objects, time_of
from mhaudit.model.capture import Contact

_EVENTS = frozenset({"dns_event", "connect_event", "security_event"})
_FIELDS = frozenset({"event_time", "hostname", "ip_addresses", "ip_address", "port", "package_name"})
_MOST_KEPT = 100_000


class IntrusionLog(ListReader):
    """Reader of intrusion logs; security events are not about the network and are skipped."""

    format = "Android intrusion log"

    def sniff(self, head: bytes) -> bool:
        """Return whether the first JSON line is one of the events."""
        return not _EVENTS.isdisjoint(first_object(head))

    def rows(self, file: IO[bytes], capture: str) -> Iterator[Row]:
        """Yield lookups and contacts. A connection gets the name for which the same app last received its address."""
        unknown, kinds = Unknown(_FIELDS), Unknown(_EVENTS)
        names: dict[tuple[object, str], str] = {}
        seen: set[int] = set()
        for number, row in objects(file):
            if row is None:
                yield damaged(capture, number, "it is not a JSON object")
                continue
            kinds.note(row)
            if _is_repeated(row, seen):
                continue
            for kind in ("dns_event", "connect_event"):
                if isinstance(event := row.get(kind), dict):
                    unknown.note(event)
                    yield (
                        _look_up(event, capture, number, names)
                        if kind == "dns_event"
                        else _connection(event, capture, number, names)
                    )
        yield from unknown.gaps(capture)
        yield from kinds.gaps(capture)


def _is_repeated(row: dict[str, Any], seen: set[int]) -> bool:
    mark = hash(repr(row))
    if mark in seen:
        return True
    if len(seen) < _MOST_KEPT:
        seen.add(mark)
    return False


def _look_up(event: dict[str, Any], capture: str, number: int, names: dict[tuple[object, str], str]) -> Row:
    host, _ = host_of(event.get("hostname"), local=True)
    if not host:
        return damaged(capture, number, "hostname is missing or null")
    addresses = event.get("ip_addresses")
    for text in addresses if isinstance(addresses, list) else ():
        address, _ = host_of(text)
        if address and len(names) < _MOST_KEPT:
            names[_app(event), address] = host
    return Contact(
        capture=capture, number=number, host=host, app=_app(event), first=_time(event), last=_time(event), lookup=True
    )


def _connection(event: dict[str, Any], capture: str, number: int, names: dict[tuple[object, str], str]) -> Row:
    address, ip = host_of(event.get("ip_address"))
    if not address:
        return damaged(capture, number, "ip_address is missing or null")
    host = names.get((_app(event), address), address)
    named = "" if host == address else "its address is the result of a DNS look-up by the same app"
    return Contact(
        capture=capture,
        number=number,
        host=host,
        ip=ip,
        app=_app(event),
        first=_time(event),
        last=_time(event),
        says=named,
    )


def _app(event: dict[str, Any]) -> str:
    name = event.get("package_name")
    return name[:200] if isinstance(name, str) else ""


def _time(event: dict[str, Any]) -> float | None:
    return time_of(event.get("event_time"))
