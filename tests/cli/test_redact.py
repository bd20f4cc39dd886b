from pathlib import Path

import pytest

from mhaudit.cli import main
from mhaudit.redaction.redact import Redaction


def run(meadow: Path, out: Path) -> int:
    persona = ["--persona", str(meadow / "meadow.persona.yaml")]
    return main(["redact", str(meadow / "meadow.har"), *persona, "--out", str(out)])


def told(monkeypatch: pytest.MonkeyPatch, **changes: int) -> None:
    fields = {"exchanges": 5, "places": 7, "left_out": 0, "remaining": 0, **changes}
    monkeypatch.setattr("mhaudit.api.redacting.redact", lambda *_, **__: Redaction(**fields))


def test_what_was_done_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], meadow: Path
) -> None:
    told(monkeypatch, left_out=2, pieces=9)
    assert run(meadow, Path("out.har")) == 0
    written = "Written: out.har (5 exchanges, 7 places and 9 pieces that can't be read replaced, none found again)\n"
    assert capsys.readouterr().out == f"Left out: 2 connections of a kind that HAR can't hold.\n{written}"
    told(monkeypatch, bodies=3, emptied=1)
    assert run(meadow, Path("out.har")) == 0
    assert capsys.readouterr().out.startswith(
        "Dropped: 3 bodies, or parts of bodies, that could not be read.\n"
        "Emptied: 1 exchanges in which the check still found something; only their hosts stay.\nWritten: "
    )


def test_what_was_found_again_is_said_and_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], meadow: Path
) -> None:
    told(monkeypatch, remaining=3)
    assert run(meadow, Path("out.har")) == 1
    assert "Not written: 3 values could not be replaced and were found again." in capsys.readouterr().err


def test_a_place_that_can_not_be_written_to(capsys: pytest.CaptureFixture[str], meadow: Path, tmp_path: Path) -> None:
    assert run(meadow, tmp_path / "no" / "such" / "out.har") == 2
    assert "can't be written" in " ".join(capsys.readouterr().err.replace("│", "").split())
