"""Measure how long `mhaudit audit` takes as a whole process, on captures of several sizes and kinds.

Usage: PYTHONPATH=. python scripts/waiting.py [MEGABYTES…]. It prints the seconds by the clock, in one process and by
default, and the memory of one process. Nothing else should run on the machine.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.captures import WRITERS
from benchmarks.persona import write_subject

KINDS = {"mood": "repeats itself", "mitm": "as the benchmark's", "varied": "never repeats"}
_TRIAL = 200  # exchanges, by which the size of one is estimated


def capture(folder: Path, kind: str, megabytes: float) -> Path:
    """Write a capture of a kind that is about so large, and return its path."""
    path = folder / f"{kind}.mitm"
    WRITERS[kind](path, _TRIAL)
    WRITERS[kind](path, max(1, round(megabytes * 1e6 / (path.stat().st_size / _TRIAL))))
    return path


def waited(path: Path, subject: list[str], *options: str) -> tuple[float, float]:
    """Return the seconds that an audit takes by the clock, and the MiB of its first process at most."""
    command = [
        sys.executable,
        "-m",
        "mhaudit",
        "audit",
        str(path),
        *subject,
        "--out",
        str(path.parent / "out"),
        *options,
    ]
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0
    return time.monotonic() - started, used.ru_maxrss / 1024


def main(sizes: list[float]) -> None:
    """Print the table."""
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    with TemporaryDirectory(prefix="mhaudit-waiting-") as name:
        found = write_subject(Path(name))
        subject = ["--app", str(found.app), "--persona", str(found.persona)]
        for kind, says in KINDS.items():
            for size in sizes:
                path = capture(Path(name), kind, size)
                one, memory = waited(path, subject, "--jobs", "1")
                default, _ = waited(path, subject)
                real = path.stat().st_size / 1e6
                print(
                    f"{says}, {real:.1f} MB: {one:.1f} s in one process, {default:.1f} s by default, {memory:.0f} MiB"
                )


if __name__ == "__main__":
    main([float(word) for word in sys.argv[1:]] or [1, 10, 100])
