"""Render a comparison as text for a terminal, and as `comparison.json` (schema `mhaudit/comparison/1`)."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mhaudit.model.comparison import Comparison, FindingChange, FlowChange, Input
from mhaudit.report.formats.json_ import json_data
from mhaudit.report.text.escape import visible
from mhaudit.report.text.words import counted, inside, listed

SCHEMA = "mhaudit/comparison/1"
FILE_NAME = "comparison.json"
_NAME_LENGTH = 80
_INPUTS: dict[Input, str] = {
    "mhaudit": "mhaudit",
    "policies": "policies, by digest",
    "pack": "pack of rules",
    "persona": "persona",
    "app-profile": "app profile",
}
_SIGNS = {"new": "+", "gone": "-", "changed": "~"}


def render_json(compared: Comparison) -> str:
    """Return `comparison.json`; the same comparison gives the same bytes."""
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "fail_on": compared.fail_on,
        "failing": compared.failing,
        "before": [json_data(capture) for capture in compared.before],
        "after": [json_data(capture) for capture in compared.after],
        "inputs": [json_data(change) for change in compared.inputs],
        "findings": [json_data(change) for change in compared.findings],
        "flows": [json_data(change) for change in compared.flows],
        "hosts": [json_data(change) for change in compared.hosts],
    }
    return json.dumps(data, indent=2, ensure_ascii=True) + "\n"


def render_text(compared: Comparison) -> str:
    """Return the changes in lines that begin with + (new), - (gone) or ~ (changed)."""
    return "\n".join(_lines(compared)) + "\n"


def _lines(compared: Comparison) -> Iterator[str]:
    yield _headline(compared)
    yield from _part("Findings", (_finding(change, compared.labels) for change in compared.findings))
    yield from _part("Data by recipient", (_flow(change, compared.labels) for change in compared.flows))
    hosts = (f"{_SIGNS[one.change]} {_shown(one.host)}{_of(one.organisation)}" for one in compared.hosts)
    yield from _part("Hosts", hosts)
    inputs = [f"~ {_INPUTS[one.what]}: {_shown(one.before) or 'none'} to {_shown(one.after) or 'none'}"
              for one in compared.inputs]  # fmt: skip
    if inputs and (compared.findings or compared.flows or compared.hosts):
        inputs.append("Differences above can be due to these inputs and not to the app.")
    yield from _part("Inputs of the audits", inputs)


def _headline(compared: Comparison) -> str:
    new = counted(compared.failing, "open finding that is new or worse", "open findings that are new or worse")
    if compared.failing:
        return f"FAIL  {new}, at or above {compared.fail_on}."
    if compared.findings or compared.flows or compared.hosts:
        return f"PASS  no open finding at or above {compared.fail_on} is new or worse. What changed:"
    return "PASS  nothing that the audits see has changed."


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield f"\n{title}"
        yield from (f"  {line}" for line in found)


def _finding(change: FindingChange, labels: Mapping[str, str]) -> str:
    severity = f"{change.before} to {change.after}" if change.change == "changed" else change.after or change.before
    if change.change == "changed" and change.before == change.after:
        severity = change.after
    added = f"; now also {listed([_kind(each, labels) for each in change.added])}" if change.added else ""
    waived = "" if change.open or change.change == "gone" else " (waived)"
    where = f"{_shown(change.recipient)}{_of(change.organisation)}"
    return f"{_SIGNS[change.change]} {severity} {change.rule} {change.title}: {where}{added}{waived}"


def _flow(change: FlowChange, labels: Mapping[str, str]) -> str:
    told = listed(change.after or change.before)
    if change.change == "changed":
        told = f"{listed(change.before)}, now {told}"
    verb = "came back from" if change.direction == "received" else "to"
    where = f"{_shown(change.recipient)}{_of(change.organisation)}"
    return f"{_SIGNS[change.change]} {_shown(_kind(change.category, labels))} {verb} {where}: {told}"


def _kind(category: str, labels: Mapping[str, str]) -> str:
    """Return the name of a kind of data for use inside a sentence, or its id where it has no name."""
    return inside(labels[category]) if category in labels else category


def _of(organisation: str | None) -> str:
    return f" ({_shown(organisation)})" if organisation else ""


def _shown(text: str) -> str:
    return visible(text, _NAME_LENGTH)
