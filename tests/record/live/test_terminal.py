"""The terminal view on a real pseudo-terminal."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from mhaudit.ingest.case.folder import phases_of
from mhaudit.record.live.terminal import recording_screen
from tests.record.proxy import Recorded, free_port

STEERING = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal(Recorded):
    """`mhaudit record` with somebody at the keys."""

    def __init__(self, folder: Path, confdir: Path) -> None:
        super().__init__(folder)
        self.keyboard, side = pty.openpty()
        fcntl.ioctl(self.keyboard, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self.before = termios.tcgetattr(side)
        listen = ("--host", "127.0.0.1", "--port", str(free_port()), "--set", f"confdir={confdir}")
        command = [sys.executable, "-m", "mhaudit", "record", "--no-page", "--out", str(folder), *listen]
        self.process = subprocess.Popen(
            command, stdin=side, stdout=side, stderr=side, env={**os.environ, "TERM": "xterm"}
        )
        self.side = side
        self.seen = ""

    def wait_for(self, text: str) -> None:
        end = time.monotonic() + 20
        while text not in self.seen:
            assert time.monotonic() < end, self.seen[-300:]
            if select.select([self.keyboard], [], [], 0.1)[0]:
                self.seen += STEERING.sub("", os.read(self.keyboard, 10_000).decode(errors="replace"))

    def type(self, text: str) -> None:
        self.seen = ""
        os.write(self.keyboard, text.encode())

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.keyboard)
        os.close(self.side)


@pytest.fixture
def terminal(tmp_path: Path, confdir: Path) -> Iterator[Terminal]:
    terminal = Terminal(tmp_path / "case", confdir)
    yield terminal
    terminal.close()


def test_a_recording_is_steered_by_keys(terminal: Terminal) -> None:
    terminal.wait_for("Device and system")
    terminal.type("Pixel 7, Android 14\n")
    terminal.wait_for("Was the app changed")
    terminal.type("y\n")
    terminal.wait_for("q stop")
    terminal.type("2")
    terminal.wait_for("Phase: before-consent")
    terminal.type("nsaw a banner\n")
    terminal.wait_for("q stop")
    terminal.type("pdiary\n")
    terminal.wait_for("Phase: diary")
    terminal.type("q")
    terminal.wait_for("Nothing to audit")
    assert terminal.process.wait(20) == 3
    assert [stage.id for stage in phases_of(terminal.folder).stages] == ["before-consent", "diary"]
    assert [event["text"] for event in terminal.events("note")] == ["saw a banner"]
    about = (terminal.folder / "case.yaml").read_text(encoding="utf-8")
    assert "device: Pixel 7, Android 14" in about and "app_modified: true" in about
    assert termios.tcgetattr(terminal.side)[3] == terminal.before[3], "the terminal echoes again"


RECORDED = {"exchanges": 1234, "rate": 2.5, "errors": 0, "phase": "chat"}
CONTACT = {
    "who": "Mixpanel, Inc.",
    "host": "api.mixpanel.com",
    "party": "another company",
    "exchanges": 2,
    "alarm": True,
}
ALARM = {"label": "Mood score", "who": "Mixpanel, Inc.", "host": "api.mixpanel.com", "basis": "likely"}
GAP = {"title": "Probable pinning", "hosts": ["a.example", "b.example"], "count": 3, "blocking": True}


def shown(judged: dict[str, Any] | None, typed: str | None = None, **recorded: Any) -> list[str]:
    console = Console(width=200, file=StringIO())
    console.print(recording_screen(RECORDED | recorded, judged, typed))
    return [line.rstrip() for line in console.file.getvalue().splitlines()]  # type: ignore[attr-defined]


def test_before_anything_is_judged_the_counts_are_there() -> None:
    lines = shown(None)
    assert lines[:2] == ["● Recording  1,234 exchanges, 2.5 a second", "Phase: chat"]
    assert "9 crisis-chat  0 background" in lines[2] and lines[-1].startswith("1-9, 0 phase")


def test_alarms_contacts_and_gaps() -> None:
    lines = shown({"alarms": [ALARM], "contacts": [CONTACT], "gaps": [GAP]})
    assert lines[3:8] == [
        "! Mood score to Mixpanel, Inc. (api.mixpanel.com: likely)",
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


def test_a_terminal_that_closes_ends_the_recording_in_order(tmp_path: Path, confdir: Path) -> None:
    case = tmp_path / "case"
    terminal = Terminal(case, confdir)
    try:
        terminal.wait_for("Device and system")
        terminal.type("\n")
        terminal.wait_for("Was the app changed")
        terminal.type("\n")
        terminal.wait_for("q stop")
        os.close(terminal.side)
        os.close(terminal.keyboard)
        terminal.process.wait(60)
    finally:
        terminal.side, terminal.keyboard = pty.openpty()
        terminal.close()
    assert terminal.process.returncode == 3, "nothing to audit"
    assert terminal.events()[-1]["event"] == "stop" and (case / "manifest.json").exists()
