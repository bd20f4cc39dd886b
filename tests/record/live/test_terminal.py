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
from pathlib import Path

import pytest

from mhaudit.ingest.case.folder import phases_of
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
