import re

import pytest
from msgspec.structs import replace

from mhaudit.model.audit import AccessCount, Corroboration
from mhaudit.report.formats.terminal import FEWEST_RECIPIENTS, MOST_LINES, render
from tests.report import sample


def test_the_verdict_comes_first_and_each_recipient_has_one_line() -> None:
    lines = render(sample.full(), 100, colour=False).splitlines()
    assert lines[0] == "Fail Meadow: 3 findings are rated high or higher."
    assert lines[1] == "  1 of 3 outside recipients received health data; 1 of them our own test data."
    (acme,) = [line for line in lines if line.startswith("  critical ")]
    assert acme == "  critical Acme Metrics, Inc.: ● journal text, ◆ mood score, ● e-mail address (as its SHA-256 hash)"
    assert "  high     metrics.example: ○ PHQ-9 total, ◐ user id" in lines
    assert "  ● proven  ◆ declared  ◐ likely  ○ possible" in lines


def test_it_is_short_and_says_how_much_is_left_out() -> None:
    text = render(sample.large(2_000), 100, colour=False)
    assert len(text.splitlines()) == MOST_LINES
    shown = sum(": " in line and " Vendor " in line for line in text.splitlines())
    assert f"  {20 - shown} more recipients (-v)" in text.splitlines()
    whole = render(sample.large(2_000), 100, colour=False, verbose=True)
    assert sum(" Vendor " in line for line in whole.splitlines()) > 20
    assert "(-v)" not in whole


def test_the_gravest_recipients_come_first() -> None:
    lines = render(sample.full(), 100, colour=False).splitlines()
    order = [line.split()[0] for line in lines if line.startswith(("  critical ", "  high ", "  medium ", "  low "))]
    assert order == sorted(order, key=("critical", "high", "medium", "low").index) and len(set(order)) > 1


def test_a_narrow_terminal_keeps_room_for_the_gravest_recipients() -> None:
    lines = render(sample.large(2_000), 40, colour=False).splitlines()
    assert (
        sum(line.startswith(("  critical ", "  high ", "  medium ", "  low ")) for line in lines) == FEWEST_RECIPIENTS
    )
    assert len(lines) > MOST_LINES


def test_quiet_leaves_the_verdict() -> None:
    assert render(sample.full(), 100, colour=False, quiet=True) == "Fail Meadow: 3 findings are rated high or higher.\n"


def test_what_limits_the_result_is_said() -> None:
    text = " ".join(render(sample.full(), 100, colour=False).split())
    assert "Gap: Recording refused by the app at pinned.example, could hide what this audit asks about" in text
    assert "Gap: Body not decodable at px.metrics.example (2 times)" in text
    assert "Traffic on a device does not show what servers pass on to each other." in text
    assert "Control: of 9 values that nobody entered, none was found." in text


def test_nothing_found_is_not_called_clean() -> None:
    text = render(sample.empty(), 100, colour=False)
    assert text.startswith("No leak seen: No finding is rated high or higher. No test data was entered.\n")
    assert "Pass" not in text


@pytest.mark.parametrize("width", [40, 80, 100, 200])
@pytest.mark.parametrize("verbose", [False, True])
def test_no_line_is_wider_than_the_terminal(width: int, verbose: bool) -> None:
    for audit in (sample.full(), sample.hostile(), sample.empty()):
        assert max(map(len, render(audit, width, colour=False, verbose=verbose).splitlines())) <= width


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


@pytest.mark.parametrize("verbose", [False, True])
def test_text_from_traffic_steers_nothing(verbose: bool) -> None:
    text = render(sample.hostile(), 200, colour=False, verbose=verbose)
    assert r"\u202egnp.exe\x1b[31m[red]javascript:alert(" in text
    assert "\u202e" not in text
    assert "\x1b" not in text


def test_an_app_without_a_name_is_called_by_its_id() -> None:
    subject = replace(sample.empty().subject, id="app.meadow")
    text = render(replace(sample.empty(), subject=subject), 100, colour=False)
    assert text.startswith("No leak seen app.meadow: No finding")


def test_what_the_app_used_on_the_phone_is_said_on_request() -> None:
    use = AccessCount(resource="microphone", app="", count=1, first=None, last=None, capture="report.ndjson")
    audit = replace(sample.full(), accesses=(use, replace(use, app="app.meadow", count=3)))
    lines = render(audit, 100, colour=False, verbose=True).splitlines()
    assert lines[-2:] == ["  microphone, 1 time", "  microphone, 3 times by app.meadow"]


def test_a_list_beside_a_recording_is_said() -> None:
    audit = sample.full()
    seen = Corroboration(recorded=2, listed=3, both=2, missed=(), at_other_times=(), not_listed=())
    said = "A list names 3 hosts that the app contacted; 2 of them were recorded.\n"
    assert said in render(replace(audit, coverage=replace(audit.coverage, corroboration=seen)), 100, colour=False)
    assert said not in render(audit, 100, colour=False)
