from io import StringIO
from typing import Any

from rich.console import Console

from mhaudit.record.live.screen import screen

RECORDED = {"exchanges": 1234, "rate": 2.5, "errors": 0, "phase": "chat"}
CONTACT = {
    "who": "Mixpanel, Inc.",
    "host": "api.mixpanel.com",
    "party": "another company",
    "exchanges": 2,
    "alarm": True,
}
ALARM = {"label": "Mood score", "who": "Mixpanel, Inc.", "host": "api.mixpanel.com", "certainty": "likely"}
GAP = {"title": "Probable pinning", "hosts": ["a.example", "b.example"], "count": 3, "blocking": True}


def shown(judged: dict[str, Any] | None, typed: str | None = None, **recorded: Any) -> list[str]:
    console = Console(width=200, file=StringIO())
    console.print(screen(RECORDED | recorded, judged, typed))
    return [line.rstrip() for line in console.file.getvalue().splitlines()]  # type: ignore[attr-defined]


def test_before_anything_is_judged_the_counts_are_there() -> None:
    lines = shown(None)
    assert lines[:2] == ["● Recording  1,234 exchanges, 2.5 a second", "Phase: chat"]
    assert "9 crisis-chat  0 background" in lines[2] and lines[-1].startswith("1-9, 0 phase")


def test_alarms_contacts_and_gaps() -> None:
    lines = shown({"alarms": [ALARM], "contacts": [CONTACT], "gaps": [GAP]})
    assert lines[3:8] == [
        "! Mood score to Mixpanel, Inc. (api.mixpanel.com, likely)",
        "Contacted",
        "  Mixpanel, Inc.  api.mixpanel.com, another company, 2 exchanges",
        "Not seen",
        "  Probable pinning  a.example, b.example (3)",
    ]


def test_long_lists_are_cut_and_counted() -> None:
    lines = shown({"alarms": [], "contacts": [CONTACT] * 11, "gaps": []})
    assert lines.count("  Mixpanel, Inc.  api.mixpanel.com, another company, 2 exchanges") == 8
    assert "  and 3 more" in lines


def test_what_is_typed_and_what_failed_is_said() -> None:
    lines = shown(None, "Note: saw a", errors=2, phase=None)
    assert lines[0].endswith("2 failures of the recorder")
    assert (lines[1], lines[-1]) == ("Phase: none", "Note: saw a")
