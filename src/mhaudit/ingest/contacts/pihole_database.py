"""Pi-hole's database `pihole-FTL.db` in all versions (https://docs.pi-hole.net/database/query-database/)."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO

from mhaudit.errors import CaptureUnreadable
from mhaudit.ingest.contacts.dns_log import DnsLog, look_up
from mhaudit.ingest.contacts.listing import Row
from mhaudit.ingest.reader import WHOLE, Capture, Share
from mhaudit.model.capture import Gap

_MAGIC = b"SQLite format 3\0"


class PiholeDatabase(DnsLog):
    """Reader of `pihole-FTL.db`."""

    format = "Pi-hole database"

    def sniff(self, head: bytes) -> bool:
        """Return whether the file is an SQLite database; whether it is Pi-hole's is determined by its tables."""
        return head.startswith(_MAGIC)

    def read(self, capture: Capture, share: Share = WHOLE) -> Iterator[Row]:
        """Yield rows like other logs. Raise CaptureUnreadable for another database, or if it can't be opened."""
        # Imported here because most audits read no database.
        from mhaudit.ingest.contacts.pihole_database import DAMAGE, is_pihole

        try:
            known = is_pihole(capture.path)
        except DAMAGE as error:
            raise CaptureUnreadable(f"{capture.where}: a damaged SQLite database: {error}.") from error
        if not known:
            raise CaptureUnreadable(f"{capture.where}: an SQLite database, but not Pi-hole's: it has no queries.")
        yield from super().read(capture, share)

    def questions(self, file: IO[bytes], capture: str) -> Iterator[Row]:
        """Yield each query; a damaged page ends them with a gap."""
        from mhaudit.ingest.contacts.pihole_database import questions

        return questions(Path(file.name), capture)


# UnicodeDecodeError if SQLite repeats an invalid name, MemoryError if a file requests an implausible size.
DAMAGE = (sqlite3.Error, UnicodeDecodeError, MemoryError)
# Query status codes ("Supported status types" in Pi-hole's database documentation) that mean blocked.
_BLOCKED = frozenset({1, 4, 5, 6, 7, 8, 9, 10, 11, 15, 16, 18})
_OLD = "SELECT id, timestamp, status, domain FROM queries"
_NEW = (
    "SELECT q.id, q.timestamp, q.status, CASE typeof(q.domain) WHEN 'integer' THEN d.domain ELSE q.domain END "
    "FROM query_storage q LEFT JOIN domain_by_id d ON d.id = q.domain"
)
_LONGEST = 1 << 16  # bytes of one field
_LATEST = 10**12  # seconds


def is_pihole(path: Path) -> bool:
    """Return whether a database has the tables of Pi-hole. Raise one of DAMAGE."""
    with closing(_opened(path)) as database:
        return bool(_asked(database))


def questions(path: Path, capture: str) -> Iterator[Row]:
    """Yield a lookup for each query, as far as they can be read."""
    with closing(_opened(path)) as database:
        try:
            for number, at, status, name in database.execute(_asked(database)):
                says = "Pi-hole blocked it" if status in _BLOCKED else ""
                when = int(at) if isinstance(at, int | float) and abs(at) < _LATEST else None
                yield look_up(capture, number if isinstance(number, int) and number > 0 else 1, name, when, says)
        except DAMAGE as error:
            yield Gap(code="damaged-capture", detail=f"{capture}: {error}", blocking=True)


def _opened(path: Path) -> sqlite3.Connection:
    """Open a database as immutable: a journal file beside it is ignored."""
    database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    database.text_factory = _text
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    database.execute("PRAGMA trusted_schema = OFF")
    database.set_authorizer(_permit)
    return database


def _permit(action: int, what: str | None, name: str | None, _: str | None, __: str | None) -> int:
    """Allow reading tables only; no view or trigger in the file is run."""
    asked = action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ)
    asked = asked or (action == sqlite3.SQLITE_FUNCTION and name == "typeof")
    return sqlite3.SQLITE_OK if asked else sqlite3.SQLITE_DENY


def _asked(database: sqlite3.Connection) -> str:
    """Return the query for this version's tables; "" if they are not Pi-hole's."""
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if {"query_storage", "domain_by_id"} <= tables:
        return _NEW
    return _OLD if "queries" in tables else ""


def _text(data: bytes) -> str:
    return data.decode(errors="replace")
