"""`make corpus`: what it prints of each file, and when it fails."""

import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.ingest.captures import entry, har

SCRIPT = ROOT / "scripts" / "corpus.py"


def corpus(folder: Path) -> tuple[int, list[str]]:
    result = subprocess.run([sys.executable, SCRIPT, folder], capture_output=True, text=True, check=False)
    assert result.stderr == ""
    return result.returncode, result.stdout.splitlines()


def test_each_file_is_read_or_refused_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.har").write_bytes(har(entry(), "noise"))
    (tmp_path / "b.png").write_bytes(b"\x89PNG\r\n")
    (tmp_path / "c.mitm").write_bytes(b"")
    (tmp_path / "sub" / "d.csv").write_bytes((ROOT / "fixtures" / "lists" / "tracker-control.csv").read_bytes())
    code, lines = corpus(tmp_path)
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:6]]
    assert [row[:5] for row in cells] == [
        ["a.har", "HAR", "1", "0", "damaged-entry 1"],
        ["b.png", "", "", "", "this is a PNG picture, by its first bytes."],
        ["c.mitm", "", "", "", "empty"],
        ["sub/d.csv", "TrackerControl CSV", "0", "3", ""],
    ]
    assert [row[6] for row in cells] == [
        "rejected after 0: Unable to read HAR file. Please provide a valid HAR file",
        "",
        "",
        "",
    ]
    assert all(float(row[5]) >= 0 for row in cells)
    assert lines[-1] == "4 files: 2 read, 2 refused with a reason, 0 crashes. Of those read, mitmproxy rejects 1."
    assert code == 0


def test_a_crash_is_told_and_fails(tmp_path: Path) -> None:
    (tmp_path / "a.har").write_bytes(har(entry()))
    broken = tmp_path / "sitecustomize.py"
    broken.write_text(
        "import mhaudit.ingest.har.reader as har\n"
        "def read(self, capture, share=None):\n    raise IndexError('list index out of range')\n"
        "har.HarReader.read = read\n",
        encoding="utf-8",
    )
    folder = tmp_path / "captures"
    folder.mkdir()
    (tmp_path / "a.har").rename(folder / "a.har")
    result = subprocess.run(
        [sys.executable, SCRIPT, folder], capture_output=True, text=True, check=False, env={"PYTHONPATH": str(tmp_path)}
    )
    assert result.returncode == 1
    assert "CRASH IndexError: list index out of range" in result.stdout
    assert "0 refused with a reason, 1 crashes" in result.stdout
