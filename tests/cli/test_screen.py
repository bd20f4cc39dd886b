import io
import sys

import pytest

from mhaudit.cli.screen import complain, counting, in_colour, show, show_line, width


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_complaint_goes_to_standard_error_and_steers_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    complain("gone\x1b[31m\r\u202e.har: two\nlines, ré")
    assert capsys.readouterr() == ("", "gone\\x1b[31m\\x0d\\x202e.har: two\nlines, ré\n")


def test_a_line_that_names_a_file_steers_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    show_line("Written: o\x1b[31m\tx")
    assert capsys.readouterr() == ("Written: o\\x1b[31m\tx\n", "")


@pytest.mark.parametrize("text", ["a result", "a result\n"])
def test_a_result_ends_in_one_line_break(capsys: pytest.CaptureFixture[str], text: str) -> None:
    show(text)
    assert capsys.readouterr() == ("a result\n", "")


@pytest.mark.parametrize(("columns", "wanted"), [("20", 60), ("97", 97), ("400", 140)])
def test_the_width_has_bounds(monkeypatch: pytest.MonkeyPatch, columns: str, wanted: int) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert width() == wanted


@pytest.mark.parametrize(
    ("stream", "no_color", "term", "wanted"),
    [
        (Terminal(), "", "xterm", True),
        (Terminal(), "1", "xterm", False),
        (Terminal(), "", "dumb", False),
        (io.StringIO(), "", "xterm", False),
    ],
    ids=["terminal", "NO_COLOR", "dumb", "pipe"],
)
def test_colour_is_for_terminals_that_want_it(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, no_color: str, term: str, wanted: bool
) -> None:
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setenv("TERM", term)
    assert in_colour() == wanted


def test_a_count_runs_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with counting("Auditing") as count:
        count(12)
    assert "Auditing: 12 exchanges" in stream.getvalue()


def test_the_time_left_is_shown_where_there_is_an_estimate(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with counting("Auditing", lambda: 1234) as count:
        count(12)
        count(1235)
    assert "Auditing: 1235 exchanges of about 1,234, time left" in " ".join(stream.getvalue().split())


def test_nothing_is_counted_into_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with counting("Auditing") as count:
        count(12)
    assert stream.getvalue() == ""
