"""`mhaudit study`: run, report, query."""

import sys
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
