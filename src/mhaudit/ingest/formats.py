"""Selection of the reader by a file's first bytes, with a helpful message if there is none."""

from mhaudit.errors import CaptureUnreadable
from mhaudit.ingest.case.folder import InPhases
from mhaudit.ingest.case.journal import JournalReader
from mhaudit.ingest.contacts.apple import AppleReport
from mhaudit.ingest.contacts.dns_log import AdGuardLog, NextDnsLog, PiholeLog
from mhaudit.ingest.contacts.intrusion_log import IntrusionLog
from mhaudit.ingest.contacts.pcapdroid_csv import PcapdroidCsv
from mhaudit.ingest.contacts.pihole_database import PiholeDatabase
from mhaudit.ingest.contacts.tracker_control import TrackerControl
from mhaudit.ingest.har.charles import CharlesReader
from mhaudit.ingest.har.reader import HarReader
from mhaudit.ingest.mitm.reader import MitmReader
from mhaudit.ingest.pcap.reader import PcapReader
from mhaudit.ingest.reader import Capture, Reader

# The first that accepts a file reads it. HAR comes last, because other formats are JSON, too.
READERS: tuple[Reader, ...] = (
    MitmReader(),
    JournalReader(),
    PcapReader(),
    AppleReport(),
    IntrusionLog(),
    AdGuardLog(),
    PcapdroidCsv(),
    TrackerControl(),
    NextDnsLog(),
    PiholeLog(),
    PiholeDatabase(),
    CharlesReader(),
    HarReader(),
)

_OTHERS = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"%PDF": "a PDF document",
    b"PK": "a ZIP archive without files",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive: unpack it first",
    b"<": "an XML or HTML document",
}


def reader_for(capture: Capture) -> Reader | None:
    """Return the reader for a file, or None for an empty file. Raise CaptureUnreadable for unknown formats."""
    head = capture.head()
    if not head:
        return None
    for reader in READERS:
        if reader.sniff(head):
            return InPhases(reader) if capture.case else reader
    known = next((name for magic, name in _OTHERS.items() if head.startswith(magic)), "")
    raise CaptureUnreadable(
        f"{capture.where}: {f'this is {known}' if known else 'unknown capture format'}, by its first bytes. "
        "mhaudit reads mitmproxy dumps (.mitm, .flow), HAR 1.2, sessions of Charles (.chlsj), packet captures (.pcap, "
        ".pcapng), lists of contacts: Apple's App Privacy Report, Android's intrusion logs, CSV of PCAPdroid and "
        "TrackerControl, logs of Pi-hole, NextDNS and AdGuard."
    )
