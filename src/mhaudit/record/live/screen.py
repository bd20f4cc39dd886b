"""The state of a recording as a terminal shows it, where no browser is wanted."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Group
from rich.text import Text

from mhaudit.model.subject import PHASES

_MOST = 8


def screen(recorded: Mapping[str, Any], judged: Mapping[str, Any] | None, typed: str | None) -> Group:
    """The whole view; `typed` is a note or phase that is being typed, None where none is."""
    lines = [_headline(recorded), _phases(recorded["phase"])]
    if judged:
        lines += _alarms(judged["alarms"])
        lines += _listed("Contacted", [_contact(each) for each in judged["contacts"]])
        lines += _listed("Not seen", [_gap(each) for each in judged["gaps"]])
    lines.append(Text(typed if typed is not None else "1-9, 0 phase · p other phase · n note · q stop", style="dim"))
    return Group(*lines)


def _headline(recorded: Mapping[str, Any]) -> Text:
    line = Text("● ", "red").append("Recording", "bold not red")
    line.append(f"  {recorded['exchanges']:,} exchanges, {recorded['rate']} a second", "not bold default")
    if recorded["errors"]:
        line.append(f"  {recorded['errors']} failures of the recorder", "bold red")
    return line


def _phases(current: str | None) -> Text:
    line = Text("Phase: ").append(current or "none", "bold")
    keys = "  ".join(f"{number % 10} {phase}" for number, phase in enumerate(PHASES, 1))
    return line.append(f"\n{keys}", "dim")


def _alarms(alarms: Sequence[Mapping[str, Any]]) -> list[Text]:
    return [
        Text(f"! {alarm['label']} to {alarm['who']} ({alarm['host']}, {alarm['certainty']})", "bold red")
        for alarm in alarms[:_MOST]
    ]


def _listed(title: str, items: Sequence[Text]) -> list[Text]:
    if not items:
        return []
    rest = [Text(f"  and {len(items) - _MOST} more", "dim")] if len(items) > _MOST else []
    return [Text(title, "bold"), *items[:_MOST], *rest]


def _contact(contact: Mapping[str, Any]) -> Text:
    line = Text("  ").append(contact["who"], "red" if contact["alarm"] else "")
    return line.append(f"  {contact['host']}, {contact['party']}, {contact['exchanges']} exchanges", "dim")


def _gap(gap: Mapping[str, Any]) -> Text:
    line = Text("  ").append(gap["title"], "yellow" if gap["blocking"] else "")
    return line.append(f"  {', '.join(gap['hosts'])} ({gap['count']})", "dim")
