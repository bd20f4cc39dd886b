"""Run tools as whole processes, in turn and repeatedly, so that disturbances of the machine affect all of them."""

import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

_STOPWATCH = Path(__file__).with_name("stopwatch.py")
_FINE = {0, 1}  # auditing tools exit with 1 when they found something


class Cost(NamedTuple):
    """The cost of one run: wall-clock and user-mode seconds of all its processes; its peak memory, in MiB."""

    seconds: float
    user: float
    mebibytes: float


class Spread(NamedTuple):
    """The median, the minimum and the maximum of several figures."""

    median: float
    least: float
    most: float


def spread(figures: Sequence[float]) -> Spread:
    """Return the median, the minimum and the maximum."""
    return Spread(statistics.median(figures), min(figures), max(figures))


def run(command: Sequence[str]) -> Cost:
    """Run a command once. Exit the benchmark where it fails: a tool that fails early would look fast."""
    watched = [sys.executable, "-I", "-S", str(_STOPWATCH), *command]
    printed = subprocess.run(watched, check=True, stdout=subprocess.PIPE).stdout  # noqa: S603
    code, seconds, user, memory = json.loads(printed)
    if code not in _FINE:
        sys.exit(f"exit code {code}: {' '.join(command)}")
    return Cost(seconds, user, memory / (1 << 20 if sys.platform == "darwin" else 1 << 10))


def run_in_turn(commands: Mapping[str, Sequence[str]], rounds: int) -> dict[str, list[Cost]]:
    """Run each command once per round, in the same order: A B C A B C …"""
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            costs[name].append(run(command))
    return costs


def ratios(costs: Sequence[Cost], others: Sequence[Cost]) -> Spread:
    """Return the user-mode time of one tool divided by that of another, round by round."""
    return spread([cost.user / other.user for cost, other in zip(costs, others, strict=True)])


def machine() -> dict[str, object]:
    """Return the machine's kind, the date and the versions; nothing that identifies the machine."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "system": platform.system(),
        "architecture": platform.machine(),
        "cores": os.cpu_count(),
        "memory_gib": _memory(),
        "load_before": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
    }


def _memory() -> float:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30), 1)


def megabytes(path: Path) -> float:
    """Return the size of a file in MB."""
    return path.stat().st_size / 1e6
