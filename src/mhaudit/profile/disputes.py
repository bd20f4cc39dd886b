"""Dispute files → objections to the findings of one audit."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import convert

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.model.disputes import Dispute
from mhaudit.policy.wording import suggestion
from mhaudit.profile.checked_file import read

if TYPE_CHECKING:
    from mhaudit.policy.yaml_text import Source

FILE = "disputes.yaml"  # beside audit.json
_MOST_NAMED = 60


def load_disputes(path: Path, findings: Mapping[str, str]) -> tuple[Dispute, ...]:
    """Return the objections in a file, in order.

    `findings` maps each id that may be used to the current id of its finding. Raise InvalidFiles with all faults; one
    for an unknown finding lists the existing ids.
    """
    source, _ = read(path, "disputes")
    entries = source.data["disputes"]
    if faults := list(_faults(source, entries, findings)):
        raise InvalidFiles(faults)
    return convert([_entry(entry, findings) for entry in entries], tuple[Dispute, ...])


def _entry(entry: Mapping[str, Any], findings: Mapping[str, str]) -> dict[str, Any]:
    texts = {name: " ".join(entry[name].split()) for name in ("by", "says", "answer") if name in entry}
    return {**entry, **texts, "finding": findings[entry["finding"]]}


def _faults(source: "Source", entries: Sequence[Mapping[str, Any]], findings: Mapping[str, str]) -> Iterator[Fault]:
    named = False  # list the existing ids once
    for number, entry in enumerate(entries):
        if entry["finding"] not in findings:
            what = f"unknown finding {entry['finding']!r}{suggestion(entry['finding'], findings)}"
            yield source.fault(("disputes", number, "finding"), what if named else f"{what}; {_there(findings)}")
            named = True


def _there(findings: Mapping[str, str]) -> str:
    """Return a clause with the ids of the findings."""
    ids = list(dict.fromkeys(findings.values()))
    if not ids:
        return "the audit has no finding"
    more = f" and {len(ids) - _MOST_NAMED} more" if len(ids) > _MOST_NAMED else ""
    return f"the audit has {', '.join(ids[:_MOST_NAMED])}{more}"
