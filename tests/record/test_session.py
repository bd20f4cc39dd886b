"""`mhaudit record` as a program: what it says, what it leaves behind, and what is left when it is killed."""

import http.client
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from mhaudit.cli.exits import Exit
from mhaudit.ingest.case import manifest
from mhaudit.ingest.mitm.reader import MitmReader
from mhaudit.ingest.reader import Capture
from mhaudit.model.capture import Exchange
from mhaudit.model.subject import CAPTURE
from tests.record.proxy import PATIENCE, free_port, until
from tests.record.server import Server
from tests.record.session import session

KILLS = 20


def changes(case: Path) -> list[str]:
    """What is not as the manifest of a case says."""
    return list(manifest.changes(case, manifest.read_manifest(case)))


def test_a_recording_is_audited_when_it_is_stopped(tmp_path: Path, confdir: Path, plain: Server) -> None:
    with session(tmp_path / "case", confdir, "--no-page", "--device", "Pixel 7") as running:
        assert running.get(f"http://127.0.0.1:{plain.port}/ok", '{"mood_score": 3}') == b"fine"
        code = running.stop()
    assert code == Exit.FINDINGS  # health data, unencrypted
    report = tmp_path / "case" / "report" / "report.html"
    assert f"Written to {report.parent}: report.html, audit.json" in running.said and report.exists()
    assert f"Proxy: regular on 127.0.0.1:{running.port}" in running.said
    assert [seen.category for seen in running.audit().observations if seen.direction == "sent"] == ["mood.score"]
    assert "device: Pixel 7" in (tmp_path / "case" / "case.yaml").read_text(encoding="utf-8")


def test_a_recording_of_nothing_is_never_clean(tmp_path: Path, confdir: Path) -> None:
    with session(tmp_path / "case", confdir, "--no-page") as running:
        assert running.stop() == Exit.NOTHING
    assert any(line.startswith("Nothing to audit: case/capture.mitm is empty") for line in running.said)
    assert (tmp_path / "case" / "manifest.json").exists()


def test_a_port_that_is_taken_is_said(tmp_path: Path, confdir: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = record_once(tmp_path, confdir, "--port", str(taken.getsockname()[1]))
        port = taken.getsockname()[1]
        other = record_once(tmp_path, confdir, "--port", str(free_port()), "--mode", f"regular@{port}")
    assert (result.returncode, result.stderr) == (
        Exit.USAGE,
        f"Port {port} is in use by another program. Choose another with --port, or stop that program.\n",
    )
    assert other.returncode == Exit.USAGE and "The proxy can't start: see the lines above." in other.stderr
    assert not (tmp_path / "case").exists(), "nothing that the next try trips over"


def test_an_option_that_mitmproxy_has_not_is_said(tmp_path: Path, confdir: Path) -> None:
    result = record_once(tmp_path, confdir, "--port", str(free_port()), "--set", "no_such_option=1")
    assert (result.returncode, "no_such_option" in result.stderr) == (Exit.USAGE, True)
    assert not (tmp_path / "case").exists()


@pytest.mark.parametrize("sign", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_ends_a_recording_in_order(tmp_path: Path, confdir: Path, plain: Server, sign: signal.Signals) -> None:
    with session(tmp_path / "case", confdir, "--no-page") as running:
        running.get(f"http://127.0.0.1:{plain.port}/ok", '{"mood_score": 3}')
        running.process.send_signal(sign)
        running.process.communicate(timeout=PATIENCE * 3)
    assert running.process.returncode == Exit.FINDINGS
    assert running.events()[-1]["event"] == "stop" and changes(tmp_path / "case") == []
    assert (tmp_path / "case" / "report" / "report.html").exists()


def test_a_second_interrupt_says_what_there_is(tmp_path: Path, confdir: Path, plain: Server) -> None:
    with session(tmp_path / "case", confdir, "--no-page") as running:
        running.get(f"http://127.0.0.1:{plain.port}/ok", "x")
        running.process.send_signal(signal.SIGINT)
        until((tmp_path / "case" / "manifest.json").exists, "the case is not sealed")
        for _ in range(100):
            if running.process.poll() is None:
                running.process.send_signal(signal.SIGINT)
                time.sleep(0.01)
        out, _ = running.process.communicate(timeout=PATIENCE)
    case = tmp_path / "case"
    assert running.process.returncode == Exit.INTERRUPTED
    assert f"Interrupted: the case is recorded and sealed, and not audited. Audit it with: mhaudit audit {case}" in out
    assert changes(case) == []


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
from mhaudit.__main__ import run
sys.exit(run())
"""


def test_a_full_disk_ends_the_recording_with_a_sentence(tmp_path: Path, confdir: Path, plain: Server) -> None:
    command = (sys.executable, "-c", LIMITED)
    with session(tmp_path / "case", confdir, "--no-page", command=command) as running:
        load = Load(running.port, f"http://127.0.0.1:{plain.port}")
        out, _ = running.process.communicate(timeout=PATIENCE * 3)
        load.join()
    case = tmp_path / "case"
    assert running.process.returncode == Exit.STORAGE
    assert f"The recording stopped, since nothing more could be written to {case}: File too large." in out
    assert "Usage" not in out and "Recorded:" not in out
    assert "which is sealed. Lost, in progress at that moment: 127.0.0.1." in out and changes(case) == []
    audit = running.audit()
    assert audit.coverage.exchanges >= len(load.answered) - 1
    gaps = {(gap.code, gap.host) for gap in audit.coverage.gaps if gap.blocking}
    assert ("storage-failed", "127.0.0.1") in gaps and "hook-error" not in {code for code, _ in gaps}


def test_a_case_that_is_removed_while_it_is_recorded_is_said(tmp_path: Path, confdir: Path, plain: Server) -> None:
    with session(tmp_path / "case", confdir, "--no-page") as running:
        shutil.rmtree(tmp_path / "case")
        with suppress(OSError, http.client.HTTPException):
            running.get(f"http://127.0.0.1:{plain.port}/ok", "x")
        out, _ = running.process.communicate(timeout=PATIENCE * 3)
    assert running.process.returncode == Exit.STORAGE
    assert "the file was removed while it was written" in out and "could not be sealed" in out


def test_the_verdict_counts_where_a_terminal_has_no_such_letter(
    tmp_path: Path, confdir: Path, plain: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    with session(tmp_path / "case", confdir, "--no-page") as running:
        running.get(f"http://127.0.0.1:{plain.port}/ok", '{"mood_score": 3}')
        assert running.stop() == Exit.FINDINGS
    assert (tmp_path / "case" / "report" / "report.html").exists()


def record_once(folder: Path, confdir: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "mhaudit", "record", "--out", str(folder / "case"), "--no-page"]
    listen = ["--host", "127.0.0.1", "--set", f"confdir={confdir}", *options]
    return subprocess.run([*command, *listen], capture_output=True, text=True, timeout=60, check=False)


class Load:
    """A device that asks for one thing after the other, and knows what it got."""

    def __init__(self, port: int, url: str) -> None:
        self.answered: list[str] = []
        self._port, self._url = port, url
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        try:
            for number in range(1_000_000):
                path = f"/ok/{number}"
                connection.request("POST", self._url + path, b"x" * (number * 7919 % 20_000))
                if connection.getresponse().read() == b"fine":
                    self.answered.append(path)
        except (OSError, http.client.HTTPException):
            connection.close()

    def join(self) -> None:
        self._thread.join(PATIENCE)


@pytest.mark.parametrize("number", range(KILLS))
def test_a_kill_costs_nothing_that_was_complete(tmp_path: Path, confdir: Path, plain: Server, number: int) -> None:
    """Everything that the device got an answer to is in the case; the audit says that the end is missing."""
    with session(tmp_path / "case", confdir, "--no-page") as running:
        load = Load(running.port, f"http://127.0.0.1:{plain.port}")
        while not load.answered:
            time.sleep(0.01)
        time.sleep(number / KILLS / 2)
        running.process.kill()
        running.process.wait(PATIENCE)
        load.join()
    dump = Capture(running.folder / CAPTURE, CAPTURE)
    recorded = {item.path for item in MitmReader().read(dump) if isinstance(item, Exchange)}
    assert recorded >= set(load.answered) and len(recorded) <= len(load.answered) + 1
    assert "recording-cut-off" in {gap.code for gap in running.audit().coverage.gaps}
    assert not (tmp_path / "case" / "manifest.json").exists()
