"""PrivacyInfo.xcprivacy: the data practices that an app declares to iOS. Keys as Apple documents them."""

import hashlib
import plistlib
from collections.abc import Iterator
from xml.parsers.expat import ExpatError

from mhaudit.model.subject import PrivacyManifest
from mhaudit.profile.files import NotUsable

# Errors of plistlib for invalid files.
_STUMBLES = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError, ExpatError)


def read_privacy_manifest(name: str, content: bytes) -> PrivacyManifest:
    """Read the manifest in a property list, XML or binary. Raise NotUsable."""
    try:
        data = plistlib.loads(content)
    except _STUMBLES as error:
        raise NotUsable(f"{name!r} is not a property list") from error
    if not isinstance(data, dict) or not any(str(key).startswith("NSPrivacy") for key in data):
        raise NotUsable(f"{name!r} is not a privacy manifest: none of its keys begins with NSPrivacy")
    tracking = data.get("NSPrivacyTracking")
    return PrivacyManifest(
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        tracking=tracking if isinstance(tracking, bool) else None,
        domains=tuple(domain.lower().rstrip(".") for domain in _texts(data.get("NSPrivacyTrackingDomains"))),
        collected=tuple(_collected(data.get("NSPrivacyCollectedDataTypes"))),
    )


def _collected(entries: object) -> Iterator[str]:
    for entry in entries if isinstance(entries, list) else ():
        kind = entry.get("NSPrivacyCollectedDataType") if isinstance(entry, dict) else None
        if isinstance(kind, str):
            yield kind


def _texts(items: object) -> Iterator[str]:
    return (item for item in (items if isinstance(items, list) else ()) if isinstance(item, str))
