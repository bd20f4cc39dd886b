"""`mhaudit study`: run, report, query."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.study.apps import small_study

Runner = Callable[..., Run]


def test_from_a_manifest_to_a_report(run: Runner, tmp_path: Path) -> None:
    manifest, study = small_study(tmp_path / "in"), tmp_path / "study"
    result = run("study", "run", manifest, "--out", study)
    assert (result.code, result.out) == (0, f"4 of 5 apps audited. Written: {study}\n")
    assert result.err.startswith("broken: ") and "broken.har" in result.err
    result = run("study", "report", study, "--out", tmp_path / "r")
    assert result.out.splitlines()[0] == "4 apps audited, 1 without an audit"
    assert result.out.endswith(f"Written to {tmp_path / 'r'}: study.html, study.csv, shares.parquet\n")
    assert sorted(path.name for path in (tmp_path / "r").iterdir()) == ["shares.parquet", "study.csv", "study.html"]


def test_questions_are_answered_as_csv(run: Runner, tmp_path: Path) -> None:
    run("study", "run", small_study(tmp_path / "in"), "--out", tmp_path / "study")
    result = run("study", "query", tmp_path / "study", "SELECT app, exchanges FROM audited ORDER BY app LIMIT 2")
    assert (result.code, result.out) == (0, "app,exchanges\nkeeps,1\nleaks,3\n")
    result = run("study", "query", tmp_path / "study", "DROP VIEW apps")
    assert (result.code, result.err) == (4, "query: must be one SELECT\n")


def test_without_its_libraries_it_says_what_to_install(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    result = run("study", "report", tmp_path)
    assert (result.code, result.out) == (2, "")
    assert result.err == "Studies need DuckDB, PyArrow, SciPy and Dask: pip install 'mhaudit[study]'.\n"


def test_a_scheduler_in_the_open_is_refused(run: Runner, tmp_path: Path) -> None:
    asked = ["study", "run", small_study(tmp_path / "in"), "--out", tmp_path / "study"]
    result = run(*asked, "--scheduler", "tcp://10.1.2.3:8786")
    assert result.code == 4 and result.err.startswith("tcp://10.1.2.3:8786: use tls://")
    assert not (tmp_path / "study").exists()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_is_done_before_an_interruption_is_kept_and_said(tmp_path: Path, jobs: str) -> None:
    study, manifest = tmp_path / "study", small_study(tmp_path / "in")
    lines = manifest.read_text(encoding="utf-8").splitlines()
    lines += [f"more{number},,1,leaks.har,own.app.yaml,kim.persona.yaml" for number in range(400)]
    manifest.write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "mhaudit", "study", "run", str(manifest), "--out", str(study), "--jobs", jobs]
    process = subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    while process.poll() is None and len(list((study / "apps").glob("*.parquet"))) < 3:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 130
    assert f"Interrupted. The apps that are done are kept in {study}; the same command goes on from there.\n" in said
    assert 3 <= len(list((study / "apps").glob("*.parquet"))) < 405
