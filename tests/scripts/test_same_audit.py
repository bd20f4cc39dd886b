"""The script that compares audits between processes and between checkouts."""

import shutil
import sys
from pathlib import Path

import pytest

from scripts.same_audit import Task, digests, main, tasks

MEADOW = Path(__file__).parent.parent.parent / "fixtures" / "meadow"
SOURCE = MEADOW.parent.parent / "src"


def test_a_capture_is_audited_with_what_is_beside_it(tmp_path: Path) -> None:
    for name in ("a.har", "a.persona.yaml", "b.har", "README.md"):
        (tmp_path / name).touch()
    assert list(tasks([tmp_path], Path("p.yaml"), None)) == [
        Task(str(tmp_path / "a.har"), str(tmp_path / "a.persona.yaml"), None),
        Task(str(tmp_path / "b.har"), "p.yaml", None),
    ]


def test_what_can_not_be_read_is_refused_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "a.har").write_text("{}", encoding="utf-8")
    (said,) = digests(SOURCE, 1, list(tasks([tmp_path], None, None)))
    assert said.startswith("CaptureUnreadable: ")


def test_audits_that_differ_end_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(MEADOW / "meadow.mitm", tmp_path)
    monkeypatch.setattr(sys, "argv", ["same_audit.py", str(tmp_path), "--jobs", "1", "2"])
    assert main() == 0
    assert capsys.readouterr().out == "1 files, 1 audited 2 ways, 0 differ\n"
    answers = iter((["x"], ["y"]))
    monkeypatch.setattr("scripts.same_audit.digests", lambda *_: next(answers))
    assert main() == 1
    assert "1 differ" in capsys.readouterr().out
