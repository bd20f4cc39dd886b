"""How fast an audit is, and how much memory it takes, on this machine.

Audits the recorded example app as it is, and its traffic repeated to 1,000 and 10,000 exchanges, as whole processes:
three runs each, the median time and the largest resident size. With --json the figures come as JSON.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

MEADOW = Path(__file__).parent.parent / "fixtures" / "meadow"
RUNS = 3
SIZES = (1_000, 10_000)


class Figure(NamedTuple):
    """One measured case."""

    case: str
    exchanges: int
    megabytes: float
    seconds: float
    resident_mib: float


def repeated(har: Path, exchanges: int, out: Path) -> Path:
    """The traffic of a HAR over and over, to `exchanges` entries."""
    document = json.loads(har.read_text(encoding="utf-8"))
    entries = document["log"]["entries"]
    document["log"]["entries"] = [entries[number % len(entries)] for number in range(exchanges)]
    out.write_text(json.dumps(document), encoding="utf-8")
    return out


def run(capture: Path, out: Path) -> tuple[float, float]:
    """One audit as a process of its own: (seconds, MiB resident at most)."""
    mhaudit = str(Path(sys.executable).with_name("mhaudit"))
    subject = ["--app", str(MEADOW / "meadow.app.yaml"), "--persona", str(MEADOW / "meadow.persona.yaml")]
    command = [mhaudit, "audit", str(capture), *subject, "--out", str(out)]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        sys.exit(f"exit code {process.returncode}: {' '.join(command)}")
    resident = usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return seconds, resident


def measure(case: str, capture: Path, exchanges: int, folder: Path) -> Figure:
    runs = [run(capture, folder / "out") for _ in range(RUNS)]
    seconds = statistics.median(seconds for seconds, _ in runs)
    return Figure(case, exchanges, capture.stat().st_size / 1e6, seconds, max(resident for _, resident in runs))


def main() -> None:
    exchanges = len(json.loads((MEADOW / "meadow.har").read_text(encoding="utf-8"))["log"]["entries"])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(MEADOW / "meadow.har", folder / "out")  # the policies are parsed and cached by the first run
        figures = [
            measure("meadow.mitm", MEADOW / "meadow.mitm", exchanges, folder),
            measure("meadow.har", MEADOW / "meadow.har", exchanges, folder),
        ]
        for size in SIZES:
            capture = repeated(MEADOW / "meadow.har", size, folder / "large.har")
            figures.append(measure(f"meadow.har x {size}", capture, size, folder))
    if "--json" in sys.argv[1:]:
        print(json.dumps([figure._asdict() for figure in figures], indent=2))
        return
    print(f"{'capture':<20}{'exchanges':>10}{'MB':>8}{'seconds':>9}{'MiB':>7}")
    for case, count, megabytes, seconds, resident in figures:
        print(f"{case:<20}{count:>10}{megabytes:>8.1f}{seconds:>9.2f}{resident:>7.0f}")


if __name__ == "__main__":
    main()
