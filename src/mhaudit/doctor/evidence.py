"""The evidence in a case on its own recording: connected devices, failed connections, read hosts. The case may grow."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct, field

from mhaudit.doctor.skew import skew_of
from mhaudit.errors import CaptureUnreadable, CaseUnusable
from mhaudit.ingest.case.events import DamagedLine, Event, read_events, was_stopped
from mhaudit.ingest.case.folder import is_case
from mhaudit.ingest.case.journal import Story
from mhaudit.ingest.mitm.reader import MitmReader
from mhaudit.ingest.reader import Capture
from mhaudit.model.capture import Exchange
from mhaudit.model.subject import CAPTURE, JOURNAL

_ANSWERED = (0, 3)  # DNS response codes: no error, and no such name
_EXPIRED = "certificate expired"  # the alert for a certificate that is expired, or not valid yet


class Evidence(Struct):
    """Hosts by their events. `heard` are those of any event; times are in seconds since the epoch."""

    over: bool = True
    modes: dict[str, list[str]] = field(default_factory=dict)  # listening addresses, by mitmproxy's name of the mode
    devices: set[str] = field(default_factory=set)
    pages: int = 0  # requests for the page with the certificate
    heard: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)  # IP addresses of contacted servers
    requested: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)  # hosts whose TLS was decrypted
    looked_up: set[str] = field(default_factory=set)
    unanswered: set[str] = field(default_factory=set)  # names that DNS did not resolve
    expired: set[str] = field(default_factory=set)
    failed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # hosts by the code of their gap
    skews: list[float] = field(default_factory=list)
    first: float | None = None
    last: float | None = None

    @property
    def mode_names(self) -> set[str]:
        """Return the names of the modes: `regular`, `wireguard` and so on."""
        return {mode.partition("@")[0].partition(":")[0] for mode in self.modes}


def evidence_of(case: Path) -> Evidence:
    """Read journal and dump. Raise CaseUnusable where the folder is not a case."""
    if not is_case(case) or not (case / JOURNAL).is_file():
        raise CaseUnusable(
            f"{case}: not a case folder, since {JOURNAL} is missing. Give the folder that mhaudit record wrote."
        )
    found = Evidence()
    _read_journal(case / JOURNAL, found)
    for exchange in _exchanges(case / CAPTURE):
        _take(exchange, found)
    return found


def _read_journal(path: Path, found: Evidence) -> None:
    with path.open("rb") as file:
        found.over = was_stopped(file)
        story = Story(path.name, cut_off=False)
        for line in read_events(file):
            story.add(line)
            if not isinstance(line, DamagedLine):
                _note(line, found)
    for gap in story.gaps():
        if gap.host:
            found.failed[gap.code].add(gap.host)
            found.heard.add(gap.host)


def _note(event: Event, found: Evidence) -> None:
    found.first, found.last = found.first or event.at, event.at
    host = event.text("host").lower().rstrip(".")
    match event.name:
        case "listening":
            addresses = event.fields.get("addresses")
            found.modes[event.text("mode")] = [str(each) for each in addresses] if isinstance(addresses, list) else []
        case "device":
            found.devices.add(event.text("address"))
        case "certificate-page":
            found.pages += 1
        case "request" | "open":
            found.requested.add(host)
            found.heard.add(host)
        case "tls-failed" if _EXPIRED in event.text("why"):
            found.expired.add(host)


def _exchanges(dump: Path) -> Iterator[Exchange]:
    """Yield the complete exchanges so far; an unreadable dump is not an error here."""
    try:
        for item in MitmReader().read(Capture(dump, dump.name)):
            if isinstance(item, Exchange):
                yield item
    except (CaptureUnreadable, OSError):
        return


def _take(exchange: Exchange, found: Evidence) -> None:
    if exchange.kind == "dns":
        (found.looked_up if exchange.status in _ANSWERED else found.unanswered).add(exchange.host)
        return
    found.heard.add(exchange.host)
    if exchange.ip:
        found.addresses.add(exchange.ip)
    if exchange.scheme in ("https", "tls"):
        found.read.add(exchange.host)
    skew = skew_of(exchange)
    if skew is not None:
        found.skews.append(skew)
