import re

import pytest
from msgspec.structs import replace

from mhaudit.model.audit import AccessCount, Corroboration
from mhaudit.report.formats.terminal import render
from tests.report import sample

FULL = """\
Fail Meadow: 3 open findings at or above high; 2 things could not be seen or tested.
"""


def test_the_verdict_comes_first() -> None:
    assert render(sample.full(), 100, colour=False).startswith(FULL)


def rows(text: str) -> list[str]:
    """The lines of the table with single spaces."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    start = next(number for number, line in enumerate(lines) if line.startswith("Severity"))
    return lines[start + 2 : lines.index("● proven ◆ declared ◐ likely ○ possible") - 1]


def test_what_a_rule_says_is_a_row_with_everybody_it_says_it_about() -> None:
    assert rows(render(sample.full(), 100, colour=False)) == [
        "critical HLT-001 Mood data was sent to a third party ◆ Mood score",
        "Acme Metrics, Inc.",
        "critical HLT-005 Journal text was sent to a third party ● Journal text",
        "Acme Metrics, Inc.",
        "high IDN-002 A hashed e-mail address was sent to a third party ● E-mail address",
        "waived: Acme Metrics, Inc.",
        "high SEC-001 Data was sent without encryption ◐ User id",
        "px.metrics.example",
        "low TRK-001 A tracker was contacted",
        "Acme Metrics, Inc.",
    ]


def test_many_recipients_and_kinds_are_cut_and_counted() -> None:
    categories = tuple(f"identity.k{number}" for number in range(9))
    many = tuple(
        sample.finding(number, f"h{number:02}.example", categories=categories, severity="low") for number in range(20)
    )
    text = " ".join(rows(render(replace(sample.full(), findings=many), 200, colour=False)))
    assert "h11.example and 8 more" in text
    assert "h12.example" not in text
    assert "· identity.k5 and 3 more" in text.replace("low ", "")


def test_what_could_not_be_seen_is_said() -> None:
    text = " ".join(render(sample.full(), 100, colour=False).split())
    assert "- Recording refused by the app at pinned.example, blocking: The app refused the recording" in text
    assert "- Body not decodable at px.metrics.example (2 times): A body was sent that could not be decoded" in text
    assert "A recording on the device cannot show what servers pass on to each other." in text


def test_nothing_found_is_not_called_clean() -> None:
    text = render(sample.empty(), 100, colour=False)
    assert text.startswith("Pass: No open finding at or above high in what could be read.\n")
    assert "does not show that the app never sends it" in " ".join(text.split())


@pytest.mark.parametrize("width", [40, 80, 100, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for audit in (sample.full(), sample.hostile(), sample.empty()):
        assert max(map(len, render(audit, width, colour=False).splitlines())) <= width


def test_colour_is_given_when_asked_for_only() -> None:
    assert "\x1b[1;31mFail\x1b[0m" in render(sample.full(), 100, colour=True)
    assert "\x1b" not in render(sample.full(), 100, colour=False)


def test_colour_changes_nothing_else() -> None:
    plain = re.sub(r"\x1b\[[0-9;]*m", "", render(sample.full(), 100, colour=True))
    assert [line.rstrip() for line in plain.splitlines()] == render(sample.full(), 100, colour=False).splitlines()


def test_the_environment_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = render(sample.full(), 100, colour=True)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "30")
    assert render(sample.full(), 100, colour=True) == before


def test_text_from_traffic_steers_nothing() -> None:
    text = render(sample.hostile(), 200, colour=False)
    assert r"\u202egnp.exe\x1b[31m[red]javascript:alert(1)" in text
    assert "\u202e" not in text
    assert "\x1b" not in text


def test_an_absurd_name_is_cut() -> None:
    finding = sample.finding(1, sample.LONG_HOST)
    text = render(replace(sample.full(), findings=(finding,)), 200, colour=False)
    assert "a" * 60 + " … [10,008 characters]" in text
    assert "a" * 61 not in text


def test_an_app_without_a_name_is_called_by_its_id() -> None:
    subject = replace(sample.empty().subject, id="app.meadow")
    assert render(replace(sample.empty(), subject=subject), 100, colour=False).startswith("Pass app.meadow: No open")


def test_what_the_app_used_on_the_phone() -> None:
    use = AccessCount(resource="microphone", app="", count=1, first=None, last=None, capture="report.ndjson")
    lines = render(replace(sample.full(), accesses=(use, replace(use, app="app.meadow", count=3))), 100, colour=False)
    heading = "Used on the phone, as its own list says\n"
    assert heading + "  - microphone, 1 time\n  - microphone, 3 times by app.meadow\n" in lines
    assert heading not in render(sample.full(), 100, colour=False)


def test_a_list_beside_a_recording_is_told() -> None:
    audit = sample.full()
    seen = Corroboration(recorded=2, listed=3, both=2, missed=(), at_other_times=(), not_listed=())
    told = "  - A list names 3 hosts that the app contacted; 2 of them were recorded.\n"
    assert told in render(replace(audit, coverage=replace(audit.coverage, corroboration=seen)), 100, colour=False)
    assert told not in render(audit, 100, colour=False)
