import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mhaudit.ingest.contacts.pihole_database import DAMAGE, is_pihole, questions
from mhaudit.model.capture import Contact
from tests.ingest.contacts.test_pihole_database import old


def test_tables_are_known_whatever_else_is_there(tmp_path: Path) -> None:
    path = old(tmp_path / "f.db")
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE network (id)")
    assert is_pihole(path)
    with closing(sqlite3.connect(tmp_path / "x.db")) as database:
        database.execute("CREATE TABLE query_storage (id)")
    assert not is_pihole(tmp_path / "x.db"), "its names stand in another table"


def test_an_invalid_database_is_damage(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 200)
    with pytest.raises(DAMAGE):
        is_pihole(tmp_path / "x.db")


def test_a_file_name_is_not_an_option(tmp_path: Path) -> None:
    path = old(tmp_path / "f?mode=rwc&x#y %41.db")
    assert is_pihole(path)
    assert next(row.host for row in questions(path, "f") if isinstance(row, Contact)) == "api.segment.io"
