"""Score the recall of a tool: values found by encoding, and reports where nothing was planted."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlsplit

from benchmarks.encodings import ENCODINGS
from benchmarks.persona import VALUES
from benchmarks.traffic import PLANTED, clean_hosts, host_of

Found = set[tuple[str, str]]  # host, category


class Recall(NamedTuple):
    """Values found by encoding, out of five each, and the number of false reports."""

    found: dict[str, int]
    false: int

    @property
    def total(self) -> int:
        """Return the number of values found."""
        return sum(self.found.values())


def score(found: Found) -> Recall:
    """Return the recall of a tool's reports."""
    right = Counter(encoding for encoding, category in PLANTED if (host_of(encoding, category), category) in found)
    clean = set(clean_hosts())
    return Recall({encoding: right[encoding] for encoding in ENCODINGS}, sum(host in clean for host, _ in found))


def of_mhaudit(out: Path, _: Path) -> Found:
    """Return the observations of planted values."""
    document = json.loads((out / "audit.json").read_text(encoding="utf-8"))
    planted = (seen for seen in document["observations"] if seen["detector"] == "planted")
    return {(seen["recipient"], seen["category"]) for seen in planted}


def of_trackhar(out: Path, capture: Path) -> Found:
    """Return the findings by an indicator, and findings of an adapter that have a value."""
    entries = json.loads(capture.read_text(encoding="utf-8"))["log"]["entries"]
    found: Found = set()
    for entry, items in zip(entries, json.loads(out.read_text(encoding="utf-8")), strict=True):
        host = urlsplit(entry["request"]["url"]).hostname or ""
        found |= {(host, category) for item in items for category in _categories(item)}
    return found


def _categories(item: Mapping[str, object]) -> Iterable[str]:
    if item.get("adapter") == "indicators":
        return [str(item["property"])]
    text = str(item.get("value")).lower()
    return [category for category, value in VALUES.items() if value.lower() in text]


def of_inspector(out: Path, _: Path) -> Found:
    """Return the findings of persona values, by their titles; each value has its own domain as the recipient."""
    document = json.loads(out.read_text(encoding="utf-8"))
    persona = [finding for finding in document["findings"] if finding["rule_id"] == "PFI-PERSONA"]
    return {(f"in.{finding['recipient']}", finding["title"].split()[0]) for finding in persona}


READERS: Mapping[str, Callable[[Path, Path], Found]] = MappingProxyType(
    {"mhaudit": of_mhaudit, "TrackHAR": of_trackhar, "privacy-flow-inspector": of_inspector}
)
