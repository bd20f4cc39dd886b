"""Measure a study of generated captures on a real Dask scheduler with two workers, one of which is killed meanwhile.

Usage: python scripts/study_scale.py [APPS]. Prints seconds and memory of one process and of two, and the seconds of the
cluster, and exits with 1 where the cluster's tables differ from those of one process.
"""

import hashlib
import json
import os
import random
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from mhaudit.study.manifest import StudyApp, apps_of
from mhaudit.study.run import Cluster, Outcome, Terms, run_study
from mhaudit.study.store import Store

ROOT = Path(__file__).parent.parent
HOSTS = ("api.mixpanel.com/track", "graph.facebook.com/v18.0/1/activities", "api2.amplitude.com/2/httpapi")
PER_APP = 85  # exchanges, the number in the example app's recording


def captures(folder: Path, apps: int) -> None:
    """Write a capture for each app: 85 exchanges whose texts differ from app to app."""
    for number in range(apps):
        chance = random.Random(number)  # noqa: S311  # to be repeatable, not secret
        entries = [_entry(chance, n) for n in range(PER_APP)]
        document = {"log": {"version": "1.2", "entries": entries}}
        (folder / f"app{number}.har").write_text(json.dumps(document), encoding="utf-8")


def _entry(chance: random.Random, number: int) -> dict[str, object]:
    data = {
        "event": f"screen {chance.randrange(40)}",
        "mood": chance.randrange(1, 6),
        "id": f"{chance.getrandbits(96):x}",
    }
    host = chance.choice((*HOSTS, *(f"api{n}.example.org/sync" for n in range(6))))
    return {
        "startedDateTime": f"2026-11-20T09:{number // 60:02}:{number % 60:02}.000Z",
        "request": {
            "method": "POST",
            "url": f"https://{host}",
            "headers": [{"name": "content-type", "value": "application/json"}],
            "postData": {"mimeType": "application/json", "text": json.dumps(data)},
        },
        "response": {"status": 200, "headers": [], "content": {"size": 0}},
    }


def digest(study: Path) -> str:
    """Return a digest of all files of a study with their names."""
    whole = hashlib.sha256()
    for path in sorted(path for path in study.rglob("*") if path.is_file()):
        whole.update(str(path.relative_to(study)).encode() + path.read_bytes())
    return whole.hexdigest()


def measured(name: str, apps: Sequence[StudyApp], study: Path, jobs: int) -> float:
    """Run a study locally, print its time and memory and return the seconds."""
    started = time.monotonic()
    run_study(apps, Terms(store=Store(str(study))), Cluster(jobs=jobs))
    seconds = time.monotonic() - started
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(
        f"{name}: {seconds:.1f} s, {1000 * seconds / len(apps):.0f} ms an app, peak of a process {peak / 1024:.0f} MB"
    )
    return seconds


def on_cluster(apps: Sequence[StudyApp], study: Path, folder: Path) -> int:
    """Run a study on two workers, kill one after a third of the apps, and return the number of outcomes."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    port = address.rpartition(":")[2]
    start = [sys.executable, "-m"]
    scheduler = [*start, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"]
    worker = [*start, "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny",
              "--host", "127.0.0.1", "--local-directory", str(folder)]  # fmt: skip
    processes = [subprocess.Popen(one, **quiet) for one in (scheduler, worker, worker)]  # type: ignore[call-overload]  # noqa: S603
    outcomes: list[Outcome] = []

    def take(outcome: Outcome) -> None:
        outcomes.append(outcome)
        if len(outcomes) == len(apps) // 3:
            os.kill(processes[1].pid, signal.SIGKILL)

    started = time.monotonic()
    try:
        run_study(apps, Terms(store=Store(str(study))), Cluster(scheduler=address), take)
    finally:
        for process in processes:
            process.kill()
            process.wait()
    print(
        f"cluster, two workers, one killed after a third: {time.monotonic() - started:.1f} s, {len(outcomes)} outcomes"
    )
    return len(outcomes)


def main(apps: int) -> int:
    """Measure all three."""
    with TemporaryDirectory(prefix="mhaudit-scale-") as name:
        folder = Path(name)
        (folder / "in").mkdir()
        captures(folder / "in", apps)
        rows = apps_of([str(folder / "in")])
        size = sum(path.stat().st_size for path in (folder / "in").iterdir())
        print(f"{apps} apps, {PER_APP} exchanges each, {size / 1e6:.1f} MB")
        one = measured("one process", rows, folder / "one", 1)
        two = measured("two processes", rows, folder / "two", 2)
        print(f"two processes: {one / two:.2f} times as fast as one")
        came = on_cluster(rows, folder / "cluster", folder)
        same = digest(folder / "one") == digest(folder / "two") == digest(folder / "cluster")
        print("the tables are the same" if same else "the tables DIFFER")
        tables = sum(path.stat().st_size for path in (folder / "one").rglob("*.parquet"))
        print(f"tables: {tables / apps / 1000:.1f} kB an app")
        return 0 if same and came == apps else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000))
