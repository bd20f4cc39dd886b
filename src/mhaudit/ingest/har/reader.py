"""HAR 1.2 in the dialects of its producers, entry by entry: an invalid entry doesn't affect the others."""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from mhaudit.errors import CaptureUnreadable
from mhaudit.ingest.har.entry import EntryError, read_entry
from mhaudit.ingest.hosts import bare_host, whereabouts
from mhaudit.ingest.json_stream import Damage, JsonList, left_out, opening_of
from mhaudit.ingest.reader import WHOLE, Capture, Share
from mhaudit.model.capture import Contact, Exchange, Gap
from mhaudit.model.pseudonyms import REDACTED

# A brace, after an optional byte order mark and, for HAR as JSONP, a function's name.
_SNIFF = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:[\w.$]{1,64}\s*\(\s*)?\{")
_OPENING = re.compile(r'"entries"\s*:\s*\[')
# After the entries: HTTP Toolkit's TLS errors, and the entries of a second document in the same file.
_FURTHER = re.compile(r'"(entries|_tlsErrors)"\s*:\s*\[')
_ENTRY = re.compile(
    r'\{\s*"(?:startedDateTime|request|pageref|time|response|cache|timings|connection|serverIPAddress|_[A-Za-z]+)"\s*:'
)


class HarReader:
    """Reader of HAR exported by browsers and proxies."""

    format = "HAR"

    def sniff(self, head: bytes) -> bool:
        """Return whether the file is JSON or JSONP."""
        return _SNIFF.match(opening_of(head)) is not None

    def read(self, capture: Capture, share: Share = WHOLE) -> Iterator[Exchange | Gap | Contact]:
        """Yield every entry with a request; a damaged one is a gap with its number and the invalid field."""
        with capture.path.open("rb") as file:
            redacted = file.peek(len(REDACTED)).startswith(REDACTED.encode())
            entries = JsonList(file, _OPENING, _ENTRY)
            if not entries.find():
                raise CaptureUnreadable(
                    f"{capture.where}: JSON, but not HAR: log.entries is missing. Export it as HAR 1.2."
                )
            number = 0
            entries.opening = _FURTHER
            while True:
                for found in entries.items():
                    number += 1
                    if share.mine(number):
                        items = self._entry(found, capture.name, number)
                        yield from map(_marked, items) if redacted else items
                        yield from left_out(entries.left_out, whereabouts(capture.name, "entry", number))
                while (name := entries.find()) == "_tlsErrors":
                    refused = [gap for refusal in entries.items() for gap in _refused(refusal, capture.name)]
                    yield from () if share.first else refused
                if not name:
                    return

    def _entry(self, entry: object, capture: str, number: int) -> Iterator[Exchange | Gap | Contact]:
        where = whereabouts(capture, "entry", number)
        if isinstance(entry, Damage):
            yield Gap(code="damaged-entry", detail=f"{where}: {entry.why}", blocking=True)
            return
        try:
            yield from read_entry(entry, capture, number)
        except EntryError as error:
            yield Gap(code="damaged-entry", detail=f"{where}: {error}", blocking=True)


def _marked(item: Exchange | Gap | Contact) -> Exchange | Gap | Contact:
    """Mark an exchange as one with pseudonyms in place of data."""
    return replace(item, redacted=True) if isinstance(item, Exchange) else item


def _refused(refusal: object, capture: str) -> Iterator[Gap]:
    """Yield a gap for a host for which the app refused the recorder's certificate."""
    host = refusal.get("hostname") if isinstance(refusal, dict) else None
    if isinstance(refusal, dict) and isinstance(host, str):
        cause = f"{capture}: {str(refusal.get('cause', ''))[:40]}".removesuffix(": ")
        yield Gap(code="tls-refused", host=bare_host(host), detail=cause, blocking=True)
