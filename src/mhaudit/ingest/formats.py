"""Which reader reads a file: decided by its first bytes, with a sentence that helps when none does."""

from mhaudit.errors import CaptureUnreadable
from mhaudit.ingest.case import InPhases
from mhaudit.ingest.har import HarReader
from mhaudit.ingest.journal import JournalReader
from mhaudit.ingest.mitm import MitmReader
from mhaudit.ingest.reader import Capture, Reader

READERS: tuple[Reader, ...] = (MitmReader(), JournalReader(), HarReader())

_OTHERS = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive: unpack it first",
    b"\x1f\x8b": "a gzip file: unpack it first",
    b"\x0a\x0d\x0d\x0a": "a PCAPNG capture",
    b"\xd4\xc3\xb2\xa1": "a PCAP capture",
    b"\xa1\xb2\xc3\xd4": "a PCAP capture",
    b"<": "an XML or HTML document",
}


def reader_for(capture: Capture) -> Reader | None:
    """The reader for a file, or None for an empty file. Raises CaptureUnreadable for anything that no reader knows."""
    head = capture.head()
    if not head:
        return None
    for reader in READERS:
        if reader.sniff(head):
            return InPhases(reader) if capture.case else reader
    known = next((name for magic, name in _OTHERS.items() if head.startswith(magic)), "no known capture format")
    raise CaptureUnreadable(
        f"{capture.path}: this is {known}, by its first bytes. "
        "mhaudit reads mitmproxy dumps (.mitm, .flow) and HAR 1.2."
    )
