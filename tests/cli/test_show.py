"""One exchange in a terminal: masked unless a word asks for values, and with nothing that steers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mhaudit.cli.audit import UNREDACTED
from mhaudit.cli.show import MASKED, NO_PERSONA, WARNING
from tests.cli.traffic import MIXPANEL, OWN, har
from tests.conftest import Run

Runner = Callable[..., Run]
SHORT = "slept " * 9 + "slept."  # 60 characters
MAIL = "body > form:callback_params > json:/mail"


HEAD = "POST https://app.adjust.com/event\nHost: app.adjust.com\nTime: 2026-11-23 04:25:31 UTC\nAnswer: 200\n\n"
SHOW = ("--unredacted", UNREDACTED)


@pytest.mark.parametrize("name", ["meadow.mitm", "meadow.har"])
def test_a_value_is_masked_without_the_word_for_it(run: Runner, meadow: Path, name: str) -> None:
    persona = ("--persona", meadow / "meadow.persona.yaml")
    shown = Run(0, f"{HEAD}sent     {MAIL}\n  •••.•••+•••@•••.•••\n", f"{MASKED.format(1, 1)}\n")
    assert run("show", f"{meadow / name}#7", MAIL, *persona) == shown
    assert run("show", f"{meadow / name}#7", MAIL) == Run(0, shown.out, f"{shown.err}{NO_PERSONA}\n")


def test_any_other_word_shows_nothing(run: Runner, meadow: Path) -> None:
    result = run("show", f"{meadow / 'meadow.mitm'}#7", MAIL, "--unredacted", "yes")
    assert (result.code, result.out) == (2, "")
    assert UNREDACTED in result.err


def test_request_line_and_query_are_masked(run: Runner, tmp_path: Path) -> None:
    path = har(tmp_path / "a.har", (f"{OWN}/kim%40mail.example/x?mail=kim%40mail.example&v=2&mood=3", {"a": 1}))
    line = "POST https://api.own.example/sync/•••@•••.•••/x?mail=•••&v=2&mood=•••"
    assert run("show", f"{path}#1").out.splitlines()[0] == line
    assert "kim%40mail.example/x?mail=kim%40mail.example" in run("show", f"{path}#1", *SHOW).out.splitlines()[0]


@pytest.mark.parametrize("name", ["meadow.mitm", "meadow.har"])
def test_a_value_at_its_place(run: Runner, meadow: Path, name: str) -> None:
    shown = Run(0, f"{HEAD}sent     {MAIL}\n  ines.calderon+mh31@quietpost.example\n", f"{WARNING}\n")
    assert run("show", f"{meadow / name}#7", MAIL, *SHOW) == shown


def test_the_command_of_a_report_works_as_it_is_printed(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shlex import split

    from mhaudit import auditing
    from mhaudit.report.text.commands import show_command

    monkeypatch.chdir(tmp_path)
    har(tmp_path / "in" / "a b.har", (MIXPANEL, {"it's": {"mood": 3}}))
    found = auditing.audit("in/a b.har")
    (at,) = [at for one in found.observations if one.category.startswith("mood") for at in one.at]
    command = split(show_command(found, at))[1:]
    for word, value in ((), "•••"), (SHOW, "3"):
        result = run(*command, *word)
        assert (result.code, result.out.splitlines()[-2:]) == (0, ["sent     body > json:/it's/mood", f"  {value}"])


def test_without_a_place_each_has_a_line_with_its_value_shortened(run: Runner, tmp_path: Path) -> None:
    path = har(tmp_path / "a.har", (OWN, {"short": SHORT, "long": SHORT + "s", "on": True, "none": None}))
    lines = run("show", f"{path}#1").out.splitlines()
    assert lines[5:] == [
        "sent     host = api.own.example",
        "sent     path = /sync",
        "sent     path:1 = sync",
        f"sent     body > json:/short = {SHORT}",
        f"sent     body > json:/long = {SHORT}… [61 characters]",
        "sent     body > json:/on = true",
        "sent     body > json:/none = null",
    ]


def test_a_long_value_is_whole_at_its_place(run: Runner, tmp_path: Path) -> None:
    path = har(tmp_path / "a.har", (OWN, {"long": "ab " * 2000}))
    assert run("show", f"{path}#1", "body > json:/long").out.splitlines()[-1] == "  " + "ab " * 2000


def test_nothing_steers_the_terminal(run: Runner, tmp_path: Path) -> None:
    evil = "\x1b]0;x\x07\u202e\r\nnew"
    path = har(tmp_path / "a.har", (OWN, {"k\x1b": evil}))
    for place in ([], ["body"]):
        result = run("show", f"{path}#1", *place, *SHOW)
        assert [char for char in result.out if not char.isprintable() and char != "\n"] == []
        assert r"\x1b]0;x\x07\u202e\x0d\x0anew" in result.out
        assert r"body > json:/k\x1b" in result.out


@pytest.mark.parametrize("text", ["a.har", "a.har#", "a.har#x", "#1", "a.har#0", "a.har#-1", "a.har#²"])
def test_a_number_is_needed(run: Runner, text: str) -> None:
    result = run("show", text)
    assert (result.code, result.out) == (2, "")
    assert "has no number of an exchange; write CAPTURE#N" in " ".join(result.err.replace("│", "").split())


def test_what_is_not_there_is_wrong_usage(run: Runner, tmp_path: Path) -> None:
    path = har(tmp_path / "a.har", (OWN, {"mood": 3}))
    assert run("show", f"{path}#2") == Run(2, "", f"{path} has no exchange 2; it has 1, numbered from 1 to 1\n")
    result = run("show", f"{path}#1", "body > json:/mod")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(
        "exchange 1 has no value at 'body > json:/mod'; the nearest places are 'body > json:/mood'"
    )
    assert run("show", f"{tmp_path}/gone.har#1").code == 5
