"""Compare the phone's own list with a recording: contacts in its time that never came to the proxy."""

from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct, field

from mhaudit.doctor.evidence import Evidence
from mhaudit.ingest.formats import reader_for
from mhaudit.ingest.gather import gather
from mhaudit.model.capture import Contact


class Past(Struct):
    """Hosts that bypassed the recording; `six` are those reached by IPv6. `listed` counts all hosts."""

    listed: set[str] = field(default_factory=set)
    missed: set[str] = field(default_factory=set)
    six: set[str] = field(default_factory=set)


def past(lists: Sequence[Path], seen: Evidence, app: str = "") -> Past:
    """Compare lists with the evidence; only rows of `app` count, if given. Raise CaptureUnreadable."""
    found = Past()
    with TemporaryDirectory(prefix="mhaudit-") as folder:
        for capture in gather(lists, Path(folder)).captures:
            reader = reader_for(capture)
            for row in reader.read(capture) if reader else ():
                if isinstance(row, Contact) and _counts(row, seen, app):
                    _compare(row, seen, found)
    return found


def _counts(row: Contact, seen: Evidence, app: str) -> bool:
    """Return whether a row is a connection of the app that may be in the recording's time."""
    if row.lookup or (app and row.app and row.app != app):
        return False
    after = row.last is not None and seen.first is not None and row.last < seen.first
    before = row.first is not None and seen.last is not None and row.first > seen.last
    return not (after or before)


def _compare(row: Contact, seen: Evidence, found: Past) -> None:
    found.listed.add(row.host)
    if row.host in seen.heard or (row.ip or row.host) in seen.addresses:
        return
    found.missed.add(row.host)
    if _is_six(row.ip or row.host):
        found.six.add(row.host)


def _is_six(address: str) -> bool:
    try:
        return isinstance(ip_address(address), IPv6Address)
    except ValueError:
        return False
