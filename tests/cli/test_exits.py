"""Every exit code is reached by a run that earns it, and the page that promises them says the same."""

import errno
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from mhaudit.cli.exits import Exit
from mhaudit.record.sealing import seal
from tests.cli.traffic import clean, har, leaking, subject
from tests.conftest import ROOT, Run
from tests.ingest.journals import case

Runner = Callable[..., Run]
Reach = Callable[[Runner, Path, pytest.MonkeyPatch], Run]


def _audited(run: Runner, folder: Path, _: pytest.MonkeyPatch) -> Run:
    return run("audit", clean(folder), *subject(folder), "--out", folder / "out", "--require-complete")


def _findings(run: Runner, folder: Path, _: pytest.MonkeyPatch) -> Run:
    return run("audit", leaking(folder), *subject(folder), "--out", folder / "out")


def _usage(run: Runner, folder: Path, _: pytest.MonkeyPatch) -> Run:
    return run("audit", leaking(folder), "--no-such-option")


def _nothing(run: Runner, folder: Path, _: pytest.MonkeyPatch) -> Run:
    return run("audit", har(folder / "none.har"), "--out", folder / "out")


def _invalid(run: Runner, folder: Path, _: pytest.MonkeyPatch) -> Run:
    (folder / "p.yaml").write_text("id: kim\nvalues:\n  - {category: mood.scor, value: 3}\n", encoding="utf-8")
    return run("audit", leaking(folder), "--persona", folder / "p.yaml", "--out", folder / "out")


def _unreadable(run: Runner, folder: Path, _: pytest.MonkeyPatch) -> Run:
    (folder / "x.har").write_bytes(b"%PDF-1.7")
    return run("audit", folder / "x.har", "--out", folder / "out")


def _incomplete(run: Runner, folder: Path, _: pytest.MonkeyPatch) -> Run:
    return run("audit", clean(folder), *subject(folder)[:2], "--out", folder / "out", "--require-complete")


def _changed(run: Runner, folder: Path, _: pytest.MonkeyPatch) -> Run:
    recorded = case(folder / "case")
    seal(recorded, {})
    (recorded / "case.yaml").write_text("device: another\n", encoding="utf-8")
    return run("verify", recorded)


def _trouble(run: Runner, folder: Path, _: pytest.MonkeyPatch) -> Run:
    return run("doctor", case(folder / "case"))


def _bug(run: Runner, folder: Path, patch: pytest.MonkeyPatch) -> Run:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("ines.calderon@quietpost.example")

    patch.setattr("mhaudit.auditing.audit", fail)
    return run("audit", leaking(folder), "--out", folder / "out")


def _storage(run: Runner, folder: Path, patch: pytest.MonkeyPatch) -> Run:
    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    patch.setattr("mhaudit.cli.output.NamedTemporaryFile", fail)
    (folder / "out").mkdir()
    result = run("audit", leaking(folder), "--out", folder / "out")
    (folder / "out").rmdir()  # with nothing in it
    return result


def _interrupted(_: Runner, folder: Path, __: pytest.MonkeyPatch) -> Run:
    """A capture that is a pipe: once somebody reads it, the run is under way and waits."""
    pipe, out = folder / "slow.har", folder / "out"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "mhaudit", "audit", str(pipe), "--out", str(out)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        # whoever runs the tests in the background of a script has the signal ignored, here and below
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        writer = os.open(pipe, os.O_WRONLY)
        said, complained = _until_it_ends(process)
        os.close(writer)
    return Run(process.returncode, said, complained)


def _until_it_ends(process: "subprocess.Popen[str]") -> tuple[str, str]:
    """What it said. Pressed again if need be: a signal just before a read that waits is seen only after it."""
    for _ in range(5):
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            return process.communicate(timeout=4)
    process.kill()
    return process.communicate()


REACHED: dict[Exit, tuple[Reach, str]] = {
    Exit.AUDITED: (_audited, r"\A\Z"),
    Exit.FINDINGS: (_findings, r"\A\Z"),
    Exit.USAGE: (_usage, r"No such option: --no-such-option"),
    Exit.NOTHING: (_nothing, r"\ANothing to audit: none\.har \(HAR\) has no exchange\."),
    Exit.INVALID: (_invalid, r"\A\S*p\.yaml:3: values\[0\]\.category: .*'mood\.score'"),
    Exit.UNREADABLE: (_unreadable, r"\A\S*x\.har: this is a PDF document"),
    Exit.INCOMPLETE: (_incomplete, r"\A\Z"),
    Exit.CHANGED: (_changed, r"\A\Z"),
    Exit.TROUBLE: (_trouble, r"\A\Z"),
    Exit.BUG: (_bug, r"\AA bug in mhaudit \S+: ZeroDivisionError\."),
    Exit.STORAGE: (_storage, r"report\.html can't be written: No space left on device\. Free some space"),
    Exit.INTERRUPTED: (_interrupted, r"\AInterrupted; nothing was written\.\n\Z"),
}


def test_no_code_is_left_out() -> None:
    assert set(REACHED) == set(Exit)


@pytest.mark.parametrize("code", list(Exit), ids=lambda code: code.name.lower())
def test_each_code_is_reached(code: Exit, run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reach, said = REACHED[code]
    result = reach(run, tmp_path, monkeypatch)
    assert result.code == code
    assert re.search(said, result.err, re.DOTALL)


@pytest.mark.parametrize("code", [code for code in Exit if code > Exit.FINDINGS], ids=lambda code: code.name.lower())
def test_what_was_not_audited_leaves_nothing(
    code: Exit, run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    REACHED[code][0](run, tmp_path, monkeypatch)
    assert (tmp_path / "out").exists() == (code == Exit.INCOMPLETE)


def test_the_page_has_the_same_table() -> None:
    page = (ROOT / "docs" / "usage.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", page, re.MULTILINE)
    assert rows == [(str(int(code)), code.meaning) for code in Exit]


def test_a_bug_does_not_repeat_what_it_was_about(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MHAUDIT_DEBUG", raising=False)
    result = _bug(run, tmp_path, monkeypatch)
    assert "ines.calderon" not in result.err and "Traceback" not in result.err
    monkeypatch.setenv("MHAUDIT_DEBUG", "1")
    assert "Traceback" in _bug(run, tmp_path, monkeypatch).err


def test_findings_speak_before_blind_spots(run: Runner, tmp_path: Path) -> None:
    assert run("audit", leaking(tmp_path), "--out", tmp_path / "out", "--require-complete").code == Exit.FINDINGS


def test_a_blind_spot_alone_is_no_failure(run: Runner, tmp_path: Path) -> None:
    assert run("audit", clean(tmp_path), "--out", tmp_path / "out").code == Exit.AUDITED
