import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from mhaudit.errors import CaptureUnreadable
from mhaudit.model.capture import Gap
from tests.ingest.contacts.lists import LISTS, NINE, contact, contacts, gaps, items

# As Pi-hole's FTL makes them: versions 1 and 17 of its database.
OLD = """CREATE TABLE queries (id INTEGER PRIMARY KEY AUTOINCREMENT, timestamp INTEGER NOT NULL, type INTEGER NOT NULL,
status INTEGER NOT NULL, domain TEXT NOT NULL, client TEXT NOT NULL, forward TEXT);"""
NEW = """CREATE TABLE query_storage (id INTEGER PRIMARY KEY AUTOINCREMENT, timestamp INTEGER NOT NULL,
type INTEGER NOT NULL, status INTEGER NOT NULL, domain INTEGER NOT NULL, client INTEGER NOT NULL, forward INTEGER,
additional_info INTEGER,
reply_type INTEGER, reply_time REAL, dnssec INTEGER, list_id INTEGER, ede INTEGER);
CREATE TABLE domain_by_id (id INTEGER PRIMARY KEY, domain TEXT NOT NULL);
CREATE VIEW queries AS SELECT q.id, q.timestamp, q.status, d.domain FROM query_storage q JOIN domain_by_id d;"""
ASKED = ((NINE, 2, "api.segment.io"), (NINE + 1, 1, "tracker.example"), (NINE + 2.75, 3, "nas"))


def made(path: Path, schema: str, rows: Iterable[tuple[Any, Any, Any]], column: str = "queries") -> Path:
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(schema)
        statement = f"INSERT INTO {column} (timestamp, type, status, domain, client) VALUES (?, 1, ?, ?, 1)"  # noqa: S608
        database.executemany(statement, rows)
    return path


def old(path: Path, rows: Iterable[tuple[Any, Any, Any]] = ASKED) -> Path:
    return made(path, OLD, rows)


def new(path: Path) -> Path:
    made(path, NEW, [(at, status, n) for n, (at, status, _) in enumerate(ASKED)], "query_storage")
    with closing(sqlite3.connect(path)) as database, database:
        names = [(n, name) for n, (_, _, name) in enumerate(ASKED)]
        database.executemany("INSERT INTO domain_by_id VALUES (?, ?)", names)
    return path


@pytest.mark.parametrize("make", [old, new])
def test_each_question_is_a_look_up(tmp_path: Path, make: Any) -> None:
    found = items(make(tmp_path / "f.db"))
    assert gaps(found) == [Gap(code="app-not-told", detail="f.db", blocking=True)]
    assert contacts(found) == [
        contact("f.db", 1, "api.segment.io", first=NINE, last=NINE, lookup=True),
        contact("f.db", 2, "tracker.example", first=NINE + 1, last=NINE + 1, lookup=True, says="Pi-hole blocked it"),
        contact("f.db", 3, "nas", first=NINE + 2, last=NINE + 2, lookup=True),
    ]


def test_it_gives_the_same_as_the_log(tmp_path: Path) -> None:
    logged = contacts(items(LISTS / "pihole.log"))
    rows = [(NINE, 1 if row.says else 2, row.host) for row in logged if row.count]
    assert {row.host for row in contacts(items(old(tmp_path / "f.db", rows)))} == {row.host for row in logged}


def test_names_that_are_none_are_damage(tmp_path: Path) -> None:
    rows = [(NINE, 2, "a.example"), ("soon", 2, b"\xff.example"), (1e300, 2, "b.example"), (NINE, 2, "")]
    found = items(old(tmp_path / "f.db", rows))
    assert [(row.host, row.first) for row in contacts(found)] == [("a.example", NINE), ("b.example", None)]
    assert [gap.code for gap in gaps(found)] == ["app-not-told", *["damaged-entry"] * 2]


def test_another_database_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x.db")) as database:
        database.execute("CREATE TABLE messages (id)")
    with pytest.raises(CaptureUnreadable, match="an SQLite database, but not Pi-hole's"):
        items(tmp_path / "x.db")


def test_a_damaged_one_is_refused_or_gives_what_comes_before(tmp_path: Path) -> None:
    data = old(tmp_path / "f.db", ASKED * 2000).read_bytes()
    (tmp_path / "head.db").write_bytes(data[:100])
    with pytest.raises(CaptureUnreadable, match="a damaged SQLite database"):
        items(tmp_path / "head.db")
    (tmp_path / "cut.db").write_bytes(data[: len(data) // 2 & ~4095] + b"\xff" * (len(data) // 2))
    found = items(tmp_path / "cut.db")
    assert 0 < len(contacts(found)) < 6000 and [gap.code for gap in gaps(found)][-1] == "damaged-capture"


def test_what_is_defined_in_it_does_no_harm(tmp_path: Path) -> None:
    """A view that never ends is not asked, and a column that computes a gigabyte is stopped."""
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT x id, x status, 'a.b' domain FROM n"
    with closing(sqlite3.connect(tmp_path / "view.db")) as database:
        database.execute(f"CREATE VIEW queries AS {endless}")
    with pytest.raises(CaptureUnreadable, match="not Pi-hole's"):
        items(tmp_path / "view.db")
    computed = "CREATE TABLE queries (id INTEGER PRIMARY KEY, timestamp, status, domain AS (zeroblob(1000000000)))"
    with closing(sqlite3.connect(tmp_path / "column.db")) as database, database:
        database.execute(computed)
        database.execute("INSERT INTO queries (timestamp, status) VALUES (1, 2)")
    found = items(tmp_path / "column.db")
    assert contacts(found) == [] and gaps(found)[-1].detail == "column.db: string or blob too big"


def test_the_file_is_left_as_it_is(tmp_path: Path) -> None:
    path = old(tmp_path / "f.db")
    before = path.read_bytes()
    path.chmod(0o400)
    assert items(path) and path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["f.db"]
