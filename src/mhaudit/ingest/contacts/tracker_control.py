"""TrackerControl's export: hosts contacted by apps on an Android phone, and its classification of them."""

from collections.abc import Iterator
from typing import IO

from mhaudit.ingest.contacts.listing import ListReader, Row, column_names, damaged, host_of, rows, time_of
from mhaudit.model.capture import Contact


class TrackerControl(ListReader):
    """Reader of its CSV file. It lists only hosts it knows as trackers, so a missing host is not evidence."""

    format = "TrackerControl CSV"

    def sniff(self, head: bytes) -> bool:
        """Return whether the first line has the column names."""
        return {"uid", "daddr", "time", "tracker"} <= set(column_names(head))

    def rows(self, file: IO[bytes], capture: str) -> Iterator[Row]:
        """Yield a contact for each row."""
        for number, row in rows(file):
            host, address = host_of(row.get("daddr")) if row else ("", None)
            if not row or not host:
                yield damaged(capture, number, "it has fewer columns than the heading, or no daddr")
                continue
            at = time_of(row.get("time"))
            yield Contact(
                capture=capture,
                number=number,
                host=host,
                ip=address,
                app=row.get("package", "")[:200],
                first=at,
                last=at,
                says=_says(row),
            )


def _says(row: dict[str, str]) -> str:
    company, category = row.get("tracker", "")[:80], row.get("category", "")[:80]
    if not company:
        return ""
    unsure = ", and is not sure which of the names at its address it was" if row.get("uncertain") == "1" else ""
    return f"TrackerControl lists it as {company}" + (f" ({category})" if category else "") + unsure
