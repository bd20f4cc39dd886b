"""Runs of a study: what is written, what a second run does, what an app that fails costs."""

import hashlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from mhaudit.errors import InvalidFiles
from mhaudit.study.manifest import apps_of
from mhaudit.study.run import Cluster, Outcome, Terms, check_scheduler, run_study
from mhaudit.study.store import Store
from mhaudit.study.tables import SCHEMAS
from tests.study.apps import small_study


def ran(folder: Path, manifest: Path, jobs: int = 1) -> list[Outcome]:
    outcomes: list[Outcome] = []
    run_study(apps_of([str(manifest)]), Terms(store=Store(str(folder))), Cluster(jobs=jobs), outcomes.append)
    return sorted(outcomes, key=lambda one: one.app)


def contents(folder: Path) -> dict[str, str]:
    """The digest of every file of a study, by its name."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_every_app_has_a_file_in_every_table(tmp_path: Path) -> None:
    outcomes = ran(tmp_path / "s", small_study(tmp_path / "in"))
    assert {one.app: one.status for one in outcomes} == {
        "broken": "failed",
        "keeps": "audited",
        "leaks": "audited",
        "silent": "audited",
        "unprofiled": "audited",
    }
    assert "broken.har" in outcomes[0].reason
    names = {path.stem for path in (tmp_path / "s" / "apps").iterdir()}
    assert len(names) == 5
    for table in SCHEMAS:
        files = list((tmp_path / "s" / table).iterdir())
        assert {path.stem for path in files} == names
        assert all(pq.read_schema(path).equals(SCHEMAS[table]) for path in files)


def test_a_second_run_does_nothing_and_a_changed_capture_is_read_again(tmp_path: Path) -> None:
    manifest = small_study(tmp_path / "in")
    ran(tmp_path / "s", manifest)
    before = contents(tmp_path / "s")
    assert [one.status for one in ran(tmp_path / "s", manifest)] == ["failed", "done", "done", "done", "done"]
    assert contents(tmp_path / "s") == before
    keeps = tmp_path / "in" / "keeps.har"
    keeps.write_text(keeps.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert [one.status for one in ran(tmp_path / "s", manifest)] == ["failed", "audited", "done", "done", "done"]


def test_processes_and_interruptions_change_no_byte(tmp_path: Path) -> None:
    manifest = small_study(tmp_path / "in")
    ran(tmp_path / "whole", manifest)
    apps = apps_of([str(manifest)])
    for part in (apps[:2], apps[:3]):
        run_study(part, Terms(store=Store(str(tmp_path / "resumed"))), Cluster())
    left = tmp_path / "resumed" / "facts" / "x.parquet.0.part"
    left.write_bytes(b"half")
    ran(tmp_path / "resumed", manifest, jobs=2)
    assert contents(tmp_path / "resumed") == contents(tmp_path / "whole")


def test_saved_audits_are_apps_too(tmp_path: Path) -> None:
    from mhaudit import audit, render

    small_study(tmp_path / "in")
    folder = tmp_path / "in"
    found = audit(folder / "leaks.har", app=folder / "own.app.yaml", persona=folder / "kim.persona.yaml")
    (tmp_path / "audits").mkdir()
    (tmp_path / "audits" / "leaks.json").write_text(str(render(found, "json")), encoding="utf-8")
    assert [one.status for one in ran(tmp_path / "s", tmp_path / "audits")] == ["audited"]
    (row,) = pq.read_table(next((tmp_path / "s" / "apps").iterdir())).to_pylist()
    assert (row["app"], row["name"], row["exchanges"], row["exercised_health"]) == ("leaks", "Own", 3, True)


@pytest.mark.parametrize(
    "address", ["tls://scheduler.example:8786", "tcp://127.0.0.1:8786", "tcp://localhost:1", "tcp://[::1]:1"]
)
def test_schedulers_that_may_be_used(address: str) -> None:
    check_scheduler(address)


@pytest.mark.parametrize(
    "address", ["tcp://10.0.0.7:8786", "tcp://scheduler.example:1", "http://127.0.0.1:1", "127.0.0.1:1"]
)
def test_a_scheduler_that_others_reach_needs_certificates(address: str) -> None:
    with pytest.raises(InvalidFiles, match="use tls:// with --ca"):
        check_scheduler(address)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def test_a_worker_that_is_killed_costs_no_app(tmp_path: Path) -> None:
    manifest = small_study(tmp_path / "in")
    ran(tmp_path / "here", manifest)
    address = f"tcp://127.0.0.1:{free_port()}"
    python = [sys.executable, "-m", "distributed.cli"]
    scheduler = subprocess.Popen(
        [*python[:2], "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", address.rpartition(":")[2],
         "--no-dashboard", "--no-show"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    worker = [*python[:2], "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny",
              "--host", "127.0.0.1", "--local-directory", str(tmp_path)]  # fmt: skip
    workers = [subprocess.Popen(worker, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(2)]
    try:
        outcomes: list[Outcome] = []

        def take(outcome: Outcome) -> None:
            if not outcomes:
                os.kill(workers[0].pid, signal.SIGKILL)
            outcomes.append(outcome)

        terms = Terms(store=Store(str(tmp_path / "there")))
        run_study(apps_of([str(manifest)]), terms, Cluster(scheduler=address), take)
        assert sorted(one.app for one in outcomes) == ["broken", "keeps", "leaks", "silent", "unprofiled"]
        assert contents(tmp_path / "there") == contents(tmp_path / "here")
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()
