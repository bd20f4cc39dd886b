"""Store labels as noted by the auditor. A type that looks misspelt is a fault: it would accuse the vendor.

Types of data are those in Google Play's help on the Data safety section and Apple's help on app privacy details (from
memory, November 2026). Others are kept unchanged.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mhaudit.errors import Fault
from mhaudit.model.subject import AppleLabel, PlayLabel
from mhaudit.policy.wording import suggestion

if TYPE_CHECKING:
    from mhaudit.policy.yaml_text import Source

_PLAY: Mapping[str, str] = {
    "Location": "Approximate location|Precise location",
    "Personal info": "Name|Email address|User IDs|Address|Phone number|Race and ethnicity|"
    "Political or religious beliefs|Sexual orientation|Other info",
    "Financial info": "User payment info|Purchase history|Credit score|Other financial info",
    "Health and fitness": "Health info|Fitness info",
    "Messages": "Emails|SMS or MMS|Other in-app messages",
    "Photos and videos": "Photos|Videos",
    "Audio files": "Voice or sound recordings|Music files|Other audio files",
    "Files and docs": "Files and docs",
    "Calendar": "Calendar events",
    "Contacts": "Contacts",
    "App activity": "App interactions|In-app search history|Installed apps|Other user-generated content|Other actions",
    "Web browsing": "Web browsing history",
    "App info and performance": "Crash logs|Diagnostics|Other app performance data",
    "Device or other IDs": "",
}
_APPLE: Mapping[str, str] = {
    "Contact Info": "Name|Email Address|Phone Number|Physical Address|Other User Contact Info",
    "Health & Fitness": "Health|Fitness",
    "Financial Info": "Payment Info|Credit Info|Other Financial Info",
    "Location": "Precise Location|Coarse Location",
    "Sensitive Info": "Sensitive Info",
    "Contacts": "Contacts",
    "User Content": "Emails or Text Messages|Photos or Videos|Audio Data|Gameplay Content|Customer Support|"
    "Other User Content",
    "Browsing History": "Browsing History",
    "Search History": "Search History",
    "Identifiers": "User ID|Device ID",
    "Purchases": "Purchase History",
    "Usage Data": "Product Interaction|Advertising Data|Other Usage Data",
    "Diagnostics": "Crash Data|Performance Data|Other Diagnostic Data",
    "Surroundings": "Environment Scanning",
    "Body": "Hands|Head",
    "Other Data": "Other Data Types",
}
_LISTS = {"play": ("collected", "shared"), "apple": ("tracking", "linked", "not_linked")}


def _spellings(store: Mapping[str, str]) -> dict[str, str]:
    """Return allowed spellings in lower case with the full type: category, category and type, or the type alone."""
    found: dict[str, str] = {}
    for category, types in store.items():
        for name in filter(None, types.split("|")):
            found[f"{category}: {name}".lower()] = f"{category}: {name}"
            found.setdefault(name.lower(), f"{category}: {name}")
    return {**found, **{category.lower(): category for category in store}}


_KNOWN = {"play": _spellings(_PLAY), "apple": _spellings(_APPLE)}


def label_faults(source: "Source") -> Iterator[Fault]:
    """Yield faults for types that are probably misspelt."""
    for store, label in source.data.get("labels", {}).items():
        for name in _LISTS[store]:
            for number, written in enumerate(label.get(name, ())):
                near = suggestion(written.lower(), _KNOWN[store])
                if written.lower() not in _KNOWN[store] and near:
                    path = ("labels", store, name, number)
                    yield source.fault(path, f"unknown type of data {written!r} on this label{near}")


def play(data: Mapping[str, Any]) -> PlayLabel | None:
    """Return the Data safety section of a checked profile."""
    label = data.get("labels", {}).get("play")
    return label and PlayLabel(
        collected=_full("play", label.get("collected")),
        shared=_full("play", label.get("shared")),
        encrypted_in_transit=label.get("encrypted_in_transit"),
        source=_source(label),
    )


def apple(data: Mapping[str, Any]) -> AppleLabel | None:
    """Return the privacy label of a checked profile."""
    label = data.get("labels", {}).get("apple")
    return label and AppleLabel(
        tracking=_full("apple", label.get("tracking")),
        linked=_full("apple", label.get("linked")),
        not_linked=_full("apple", label.get("not_linked")),
        source=_source(label),
    )


def _full(store: str, types: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if types is None else tuple(_KNOWN[store].get(name.lower(), name) for name in types)


def _source(label: Mapping[str, Any]) -> str:
    read = f"read on {label['retrieved']}" if "retrieved" in label else ""
    return ", ".join(filter(None, (label.get("source", ""), read)))
