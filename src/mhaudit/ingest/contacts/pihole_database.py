"""Pi-hole's own database, `pihole-FTL.db` (https://docs.pi-hole.net/database/query-database/), of all its versions."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from mhaudit.errors import CaptureUnreadable
from mhaudit.ingest.contacts.dns_log import DnsLog
from mhaudit.ingest.contacts.listing import Row
from mhaudit.ingest.reader import WHOLE, Capture, Share

_MAGIC = b"SQLite format 3\0"


class PiholeDatabase(DnsLog):
    """Reads `pihole-FTL.db`."""

    format = "Pi-hole database"

    def sniff(self, head: bytes) -> bool:
        """Any SQLite database; whether it is Pi-hole's is known when its tables are."""
        return head.startswith(_MAGIC)

    def read(self, capture: Capture, share: Share = WHOLE) -> Iterator[Row]:
        """As other logs. Raises CaptureUnreadable where it is somebody else's database, or can't be opened."""
        # Most audits read no database: what is needed for it is loaded here.
        from mhaudit.ingest.contacts.pihole_tables import DAMAGE, is_pihole

        try:
            known = is_pihole(capture.path)
        except DAMAGE as error:
            raise CaptureUnreadable(f"{capture.where}: a damaged SQLite database: {error}.") from error
        if not known:
            raise CaptureUnreadable(f"{capture.where}: an SQLite database, but not Pi-hole's: it has no queries.")
        yield from super().read(capture, share)

    def questions(self, file: IO[bytes], capture: str) -> Iterator[Row]:
        """Each question; a damaged page ends them with a gap."""
        from mhaudit.ingest.contacts.pihole_tables import questions

        return questions(Path(file.name), capture)
