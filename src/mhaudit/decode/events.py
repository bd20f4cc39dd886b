"""Names of events in the fields that describe them."""

from collections.abc import Mapping
from typing import Any

# Keys under which SDKs name an event: Segment and Mixpanel `event`, Firebase and Braze `name`, GA4 `en`, Meta `ev`,
# Amplitude `event_type`, Iterable `eventName`, Countly and Flurry `key`.
_EVENT_KEYS = ("event", "event_name", "eventName", "event_type", "eventType", "eventname", "en", "ev")
# These name an event only together with a key for its data.
_EVENT_KEYS_BESIDE_DATA = ("name", "key", "type", "action")
_EVENT_DATA = frozenset(
    {"properties", "params", "parameters", "segmentation", "attributes", "data", "payload", "props"}
)
_LONGEST_EVENT = 120


def event_name(fields: Mapping[Any, Any]) -> str:
    """Return the name of the event that these fields describe, or ""."""
    for key in _EVENT_KEYS:
        if key in fields and _is_name(fields[key]):
            return str(fields[key])
    if not _EVENT_DATA.isdisjoint(fields):
        for key in _EVENT_KEYS_BESIDE_DATA:
            if key in fields and _is_name(fields[key]):
                return str(fields[key])
    return ""


def _is_name(value: object) -> bool:
    return type(value) is str and 0 < len(value) <= _LONGEST_EVENT
