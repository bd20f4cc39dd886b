"""PCAPdroid's list of connections: `IPProto,SrcIP,SrcPort,DstIp,DstPort,UID,App,…`, without any quoting.

The header shows the version: `PackageName` came with 1.7.4, times in ISO 8601 with 1.7.0, `Malicious` later. A comma in
an app's name shifts the columns, and `Status` is in the language of the phone; so the first six columns are counted
from the left, bytes and times from the right, and those between them are recognised by their form.
"""

import re
from collections.abc import Iterator
from typing import IO

from mhaudit.ingest.contacts.listing import ListReader, Row, damaged, host_of, number_of, time_of
from mhaudit.model.capture import Contact

_LONGEST = 1 << 16  # bytes of a line
_LEFT = ["ipproto", "srcip", "srcport", "dstip", "dstport", "uid"]
_MIDDLE = (["app", "packagename", "proto", "status", "info"], ["app", "proto", "status", "info"])
_RIGHT = ["bytessent", "bytesrcvd", "pktssent", "pktsrcvd", "firstseen", "lastseen"]
_PACKAGE = re.compile(r"[A-Za-z]\w*(?:\.\w+)+|")
_PROTOCOL = re.compile(r"[A-Z][A-Za-z0-9./-]{1,15}")
_KNOWN = frozenset("DNS HTTP HTTPS ICMP IMAP MQTT NTP QUIC SSH STUN TCP TLS UDP XMPP".split())


class PcapdroidCsv(ListReader):
    """Reader of the three versions of PCAPdroid's CSV."""

    format = "PCAPdroid CSV"

    def sniff(self, head: bytes) -> bool:
        """Return whether the first line has the column names."""
        return _columns(head)[: len(_LEFT)] == _LEFT

    def rows(self, file: IO[bytes], capture: str) -> Iterator[Row]:
        """Yield a contact for each row; DNS rows are lookups."""
        names = _columns(file.readline(_LONGEST))
        middle = names[len(_LEFT) : names.index("bytessent")] if "bytessent" in names else []
        number = 0
        while line := file.readline(_LONGEST):
            text = line.decode(errors="replace").strip("\r\n")
            if not text.strip():
                continue
            number += 1
            row = _row(text.split(","), names, middle) if middle in _MIDDLE else None
            yield _contact(row, capture, number) if row else damaged(capture, number, "its columns can't be identified")


def _columns(head: bytes) -> list[str]:
    line = head.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].decode(errors="replace")
    return [name.strip().lower() for name in line.strip().split(",")]


def _row(fields: list[str], names: list[str], middle: list[str]) -> dict[str, str] | None:
    """Return the fields by name, None if they don't fit."""
    right = names[len(_LEFT) + len(middle) :]
    if len(fields) < len(names):
        return None
    between = _between(fields[len(_LEFT) : len(fields) - len(right)], middle)
    if between is None:
        return None
    row = dict(zip(_LEFT, fields, strict=False)) | between | dict(zip(right, fields[-len(right) :], strict=True))
    whole = number_of(row["bytessent"]) is not None and time_of(row.get("firstseen")) is not None
    return row if whole else None


def _between(fields: list[str], names: list[str]) -> dict[str, str] | None:
    """Return app, package, protocol, status and info from fields that commas in a name may have split."""
    if len(fields) == len(names):
        return dict(zip(names, fields, strict=True))
    packaged = "packagename" in names
    for at in range(1, len(fields) - len(names) + 2):
        package, protocol = (fields[at], fields[at + 1]) if packaged else ("", fields[at])
        fits = _PACKAGE.fullmatch(package) and _PROTOCOL.fullmatch(protocol) if packaged else protocol in _KNOWN
        if fits:
            rest = fields[at + len(names) - 3 :]  # status, and info, which may contain commas, too
            found = {"app": ",".join(fields[:at]), "proto": protocol, "info": ",".join(rest[1:]), "status": rest[0]}
            return found | ({"packagename": package} if packaged else {})
    return None


def _contact(row: dict[str, str], capture: str, number: int) -> Row:
    address, ip = host_of(row["dstip"])
    named, _ = host_of(row["info"])
    lookup = row["proto"].upper() == "DNS" and bool(named)
    if not address and not named:
        return damaged(capture, number, "it has neither a name nor an address")
    return Contact(
        capture=capture,
        number=number,
        host=named or address,
        ip=None if lookup else ip,
        app=(row.get("packagename") or row["app"])[:200],
        first=time_of(row.get("firstseen")),
        last=time_of(row.get("lastseen")),
        sent=None if lookup else number_of(row["bytessent"]),
        lookup=lookup,
        says="PCAPdroid lists it as malicious"
        if row.get("malicious", "").strip().lower() in ("true", "1", "yes")
        else "",
    )
