"""Conversion of published tracker lists to a layer of the user, under their licence: see layer.yaml in each layer."""

import hashlib
from collections import Counter
from collections.abc import Mapping

from msgspec.structs import replace

from mhaudit.model.knowledge import Policies
from mhaudit.trackerlists import (
    adblock,
    companiesdb,
    ddg_tds,
    disconnect,
    exodus,
    hosts,
    third_party_web,
    trackerdb,
    xcprivacy,
)
from mhaudit.trackerlists.conversion import Conversion, clean
from mhaudit.trackerlists.entity import Format, Given
from mhaudit.trackerlists.layer_files import Origin
from mhaudit.trackerlists.text_lists import head

# Titles and licences as stated by the data sets; "" if the file has to state its licence.
FORMATS: Mapping[str, Format] = {
    "exodus": Format(
        title="Exodus Privacy trackers",
        url="https://reports.exodus-privacy.eu.org/api/trackers",
        licence="ODbL-1.0 (contents DbCL-1.0)",
        verified="listed",
        read=exodus.read,
    ),
    "trackerdb": Format(
        title="Ghostery trackerdb",
        url="https://github.com/ghostery/trackerdb",
        licence="CC-BY-NC-SA-4.0",
        verified="org-db",
        read=trackerdb.read,
    ),
    "disconnect": Format(
        title="Disconnect tracker protection",
        url="https://github.com/disconnectme/disconnect-tracking-protection",
        licence="CC-BY-NC-SA-4.0",
        verified="org-db",
        read=disconnect.read,
    ),
    "ddg-tds": Format(
        title="DuckDuckGo tracker blocklists",
        url="https://github.com/duckduckgo/tracker-blocklists",
        licence="CC-BY-NC-SA-4.0",
        verified="org-db",
        read=ddg_tds.read,
    ),
    "companiesdb": Format(
        title="AdGuard companies database",
        url="https://github.com/AdguardTeam/companiesdb",
        licence="CC-BY-SA-4.0",
        verified="org-db",
        read=companiesdb.read,
    ),
    "third-party-web": Format(
        title="third-party-web",
        url="https://github.com/patrickhulce/third-party-web",
        licence="MIT",
        verified="org-db",
        read=third_party_web.read,
    ),
    "hosts": Format(title="hosts file", url="", licence="", verified="listed", read=hosts.read),
    "adblock": Format(title="filter list", url="", licence="", verified="listed", read=adblock.read),
    "xcprivacy": Format(
        title="Apple privacy manifest",
        url="",
        licence="none stated; facts that the vendor declares",
        verified="vendor",
        read=xcprivacy.read,
    ),
}


def convert(format_: str, given: Given, prefix: str, known: Policies) -> Conversion:
    """Convert a file to services and organisations with ids below `prefix`. Raise InvalidFiles."""
    conversion = Conversion(file=given.file, prefix=prefix, known=known, left_out=Counter())
    conversion.run(FORMATS[format_].read(given, conversion.left_out))
    return conversion


def origin(format_: str, given: Given, retrieved: str) -> Origin:
    """Return the origin of a layer, as far as the format and the file state it."""
    known = FORMATS[format_]
    found = Origin(
        title=clean(given.name) or known.title,
        url=known.url,
        licence=known.licence,
        retrieved=retrieved,
        digest=hashlib.sha256(given.raw).hexdigest(),
        format=format_,
        verified=known.verified,
    )
    if known.licence:
        return found
    said = head(given)
    title = clean(given.name or said.get("title", "")) or f"{known.title} {clean(given.path.name)}"
    return replace(found, title=title, licence=clean(said.get("license", "")) or "not stated")
