"""Loading of waiver files."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import convert

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.model.knowledge import Policies, WaiverRule
from mhaudit.policy.wording import unknown
from mhaudit.profile.checked_file import read

if TYPE_CHECKING:
    from mhaudit.policy.yaml_text import Source


def load_waivers(path: Path, policies: Policies) -> tuple[tuple[WaiverRule, ...], str]:
    """Return the waivers in a file, and its SHA-256 in hex. Raise InvalidFiles with every fault."""
    source, digest = read(path, "waivers")
    entries = source.data["waivers"]
    if faults := list(_faults(source, entries, policies)):
        raise InvalidFiles(faults)
    return convert([{**entry, "reason": entry["reason"].strip()} for entry in entries], tuple[WaiverRule, ...]), digest


def _faults(source: "Source", entries: Sequence[dict[str, Any]], policies: Policies) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, entry in enumerate(entries):
        path = ("waivers", number)
        if entry["id"] in seen:
            yield source.fault((*path, "id"), f"{entry['id']!r} is already the id of another waiver")
        seen.add(entry["id"])
        if "rule" in entry and entry["rule"] not in policies.rules:
            yield source.fault((*path, "rule"), unknown("rule", entry["rule"], policies.rules))
        if "category" in entry and entry["category"] not in policies.kinds:
            yield source.fault((*path, "category"), unknown("kind of data", entry["category"], policies.kinds))
        if "finding" in entry and not entry.keys().isdisjoint({"recipient", "category"}):
            yield source.fault(path, "a finding is named by its id alone, without recipient or category")
