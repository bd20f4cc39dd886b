"""Apple privacy manifests: the domains that iOS lets an SDK reach only with permission to track."""

import plistlib
import struct
from collections.abc import Iterator
from typing import Any
from xml.parsers.expat import ExpatError

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.trackerlists.document import Node
from mhaudit.trackerlists.entity import Entity, Given, LeftOut, Written

_BUNDLES = (".framework", ".xcframework", ".bundle", ".app")
# Errors of the parser on damaged files, besides its own, which is a ValueError.
_DAMAGED = (
    *(AttributeError, ExpatError, IndexError, KeyError, OverflowError, RecursionError),
    *(TypeError, ValueError, struct.error),
)


def read(given: Given, left_out: LeftOut) -> Iterator[Entity]:
    """Yield one entity with the tracking domains of the manifest, named after the bundle around it."""
    root = Node(given.file, _parse(given))
    domains = root.texts_of("NSPrivacyTrackingDomains")
    if domains:
        hosts = tuple(Written(domain, True) for domain in domains)
        yield Entity(name=given.name or _bundle(given), hosts=hosts, roles=(given.role or "other",), gated=True)


def _parse(given: Given) -> Any:
    try:
        return plistlib.loads(given.raw)
    except _DAMAGED as error:
        raise InvalidFiles([Fault(given.file, 0, "", "is not a readable property list")]) from error


def _bundle(given: Given) -> str:
    """Return `AppsFlyerLib` for `AppsFlyerLib.framework/PrivacyInfo.xcprivacy`, else the file's own name."""
    inner = next((folder for folder in given.path.parents if folder.suffix in _BUNDLES), None)
    return inner.stem if inner else given.path.stem
