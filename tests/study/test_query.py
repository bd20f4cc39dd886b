"""SQL over a study: the tables, and nothing else."""

from pathlib import Path

import pytest

from mhaudit.errors import InvalidFiles
from mhaudit.study.manifest import apps_of
from mhaudit.study.query import query
from mhaudit.study.run import Cluster, Terms, run_study
from mhaudit.study.store import Store
from tests.study.apps import small_study


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("study")
    store = Store(str(folder / "s"))
    run_study(apps_of([str(small_study(folder / "in"))])[:3], Terms(store=store), Cluster())
    return store


def test_a_question(study: Store) -> None:
    names, rows = query(study, "SELECT app, status FROM apps ORDER BY app")
    assert names == ["app", "status"]
    assert rows == [("broken", "failed"), ("keeps", "audited"), ("leaks", "audited")]


@pytest.mark.parametrize(
    "sql",
    [
        "DROP VIEW apps",
        "INSERT INTO apps VALUES (1)",
        "SELECT 1; SELECT 2",
        "COPY apps TO 'x.csv'",
        "ATTACH 'x.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SELECT * FROM read_csv('/etc/hostname')",
        "SELECT * FROM read_parquet('../*.parquet')",
        "SELECT nothing FROM apps",
        "SELEC",
        "",
    ],
)
def test_whatever_else_is_refused(study: Store, sql: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidFiles, match="^query: "):
        query(study, sql)


@pytest.mark.parametrize(
    "sql", ["SELECT * FROM read_csv('/etc/hostname')", "SELECT * FROM root", "SELECT * FROM files"]
)
def test_a_study_elsewhere_opens_no_file_and_no_variable(sql: str) -> None:
    store = Store("memory://study-of-queries/s")
    store.prepare()
    assert query(store, "SELECT count(*) FROM audited")[1] == [(0,)]
    with pytest.raises(InvalidFiles, match="^query: "):
        query(store, sql)


def test_a_folder_without_a_study(tmp_path: Path) -> None:
    with pytest.raises(InvalidFiles, match="holds no study"):
        query(Store(str(tmp_path)), "SELECT 1")


def test_a_study_in_which_nothing_is_done_yet(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "s"))
    store.prepare()
    assert query(store, "SELECT count(*) FROM facts") == (["count_star()"], [(0,)])
