"""The folder of a study: what is written where, and what is left alone."""

import io
from pathlib import Path

import fsspec
import pyarrow.parquet as pq
import pytest

from mhaudit.errors import InvalidFiles
from mhaudit.study.manifest import StudyApp
from mhaudit.study.store import Store
from mhaudit.study.tables import SCHEMAS, Work, failed_rows

APP = StudyApp(app="../a b/ü", captures=("x.har",))
WORK = Work(digest="d1", tool="1")


def filled(address: str) -> Store:
    store = Store(address)
    store.prepare()
    store.write(APP, failed_rows(APP, WORK, "failed", "why"))
    return store


def test_names_of_apps_lead_nowhere(tmp_path: Path) -> None:
    filled(str(tmp_path / "s"))
    names = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.parquet")}
    assert names == {f"s/{table}/a-b-{APP.key}.parquet" for table in SCHEMAS}


def test_any_address_of_fsspec_will_do() -> None:
    store = filled("memory://study-of-tests/s")
    assert store.status_of(APP, "d1") == ("failed", "why")
    files = fsspec.filesystem("memory")
    (path,) = files.glob("/study-of-tests/s/apps/*.parquet")
    (row,) = pq.read_table(io.BytesIO(files.cat_file(path))).to_pylist()
    assert (row["app"], row["status"], row["reason"]) == ("../a b/ü", "failed", "why")


def test_rows_of_other_work_do_not_count(tmp_path: Path) -> None:
    store = filled(str(tmp_path / "s"))
    assert store.status_of(APP, "d1") == ("failed", "why")
    assert store.status_of(APP, "d2") == ("", "")
    assert store.status_of(StudyApp(app="b", captures=("x.har",)), "d1") == ("", "")


def test_what_is_unfinished_is_removed(tmp_path: Path) -> None:
    store = filled(str(tmp_path / "s"))
    half = tmp_path / "s" / "facts" / "a.parquet.1.part"
    half.write_bytes(b"half")
    assert list(store.leftovers()) == [str(half)]
    store.clean()
    assert list(store.leftovers()) == [] and len(list((tmp_path / "s" / "facts").iterdir())) == 1


def test_a_study_of_another_layout(tmp_path: Path) -> None:
    store = filled(str(tmp_path / "s"))
    (tmp_path / "s" / "study.json").write_text('{"layout": "mhaudit/study/9"}', encoding="utf-8")
    with pytest.raises(InvalidFiles, match="layout: must be mhaudit/study/1"):
        store.prepare()


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InvalidFiles, match="is not empty and holds no study"):
        Store(str(tmp_path)).prepare()
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
