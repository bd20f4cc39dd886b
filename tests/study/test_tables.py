"""What an audit adds to the tables of a study."""

from pathlib import Path

import pyarrow.parquet as pq

from mhaudit.study.manifest import StudyApp, apps_of
from mhaudit.study.run import Cluster, Terms, run_study
from mhaudit.study.store import Store
from mhaudit.study.tables import SCHEMAS, Work, failed_rows, rows_of
from tests.report import sample
from tests.study.apps import EMAIL, JOURNAL, small_study


def test_rows_have_the_columns_of_their_table() -> None:
    app = StudyApp(app="a", captures=("a.har",))
    rows = rows_of(sample.full(), app, Work(digest="d", tool="1"))
    assert rows.keys() == SCHEMAS.keys() == failed_rows(app, Work(digest="d", tool="1"), "failed", "").keys()
    for table, found in rows.items():
        assert all(row.keys() <= set(SCHEMAS[table].names) and row["key"] == app.key for row in found)
    assert rows["facts"] and rows["findings"] and rows["recipients"] and rows["gaps"] and rows["claims"]


def test_no_table_holds_a_planted_value(tmp_path: Path) -> None:
    apps = apps_of([str(small_study(tmp_path / "in"))])
    run_study(apps, Terms(store=Store(str(tmp_path / "s"))), Cluster())
    for path in (tmp_path / "s").rglob("*.parquet"):
        rows = str(pq.read_table(path).to_pylist())
        assert JOURNAL not in rows and EMAIL not in rows and JOURNAL[:24] not in rows
