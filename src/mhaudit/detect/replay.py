"""Session replay, recognised by the event structure of rrweb, which many services use to record the screen.

An event has a type, a time and data: type 2 is the whole page, type 3 a change of it, type 4 its address
(https://github.com/rrweb-io/rrweb, packages/types).
"""

from collections.abc import Iterator

from mhaudit.detect.hit import Hit
from mhaudit.model.place import Document, Key, Scalar, Trail
from mhaudit.model.reasons import because

_FULL, _CHANGED = 2, 3
_SOURCES = range(17)


def observe(document: Document) -> Iterator[Hit]:
    """Yield the first replay event in a document; one is enough."""
    text = document.text
    if "timestamp" not in text or not ("source" in text or "node" in text):
        return
    known: dict[Trail, dict[Key, Scalar]] = {}
    for trail, _, value in document.leaves:
        parent, codec, key = trail
        if parent is not None and codec == "json":
            known.setdefault(parent, {})[key] = value
    for event, fields in known.items():
        if event[1] != "json" or not isinstance(fields.get("timestamp"), int | float):
            continue
        data = known.get((event, "json", "data"), {})
        if _is_change(fields, data) or _is_page(fields, known, event):
            why = because("replay-structure")
            yield Hit("free_text.replay", "field", "likely", "structure", why, (event, "json", "data"), "rrweb")
            return


def _is_change(fields: dict[Key, Scalar], data: dict[Key, Scalar]) -> bool:
    """Return whether an event is a change: typing, clicks, movement or drawing."""
    return fields.get("type") == _CHANGED and data.get("source") in _SOURCES and not isinstance(data["source"], bool)


def _is_page(fields: dict[Key, Scalar], known: dict[Trail, dict[Key, Scalar]], event: Trail) -> bool:
    """Return whether an event is a snapshot of a page as a tree of nodes."""
    node = known.get(((event, "json", "data"), "json", "node"), {})
    return fields.get("type") == _FULL and isinstance(node.get("type"), int) and isinstance(node.get("id"), int)
