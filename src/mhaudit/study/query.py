"""Query a study in SQL: its tables are views of DuckDB, which can read nothing else and write nothing."""

from collections.abc import Sequence
from importlib import resources
from typing import TYPE_CHECKING, Any

from mhaudit.errors import Fault, InvalidFiles, ToolMissing
from mhaudit.study.store import Store
from mhaudit.study.tables import SCHEMAS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def connect(store: Store) -> "DuckDBPyConnection":
    """Return a connection with one view per table. Raise InvalidFiles where there is no study, ToolMissing without
    DuckDB.

    Arrow reads the files, local or remote: DuckDB itself may open nothing.
    """
    try:
        import duckdb
        import fsspec
        from pyarrow.dataset import dataset
    except ImportError as error:
        raise ToolMissing("Studies need DuckDB and PyArrow: pip install 'mhaudit[study]'.") from error
    store.check()
    files, root = fsspec.core.url_to_fs(store.address)
    memory = duckdb.connect(":memory:", config={"autoinstall_known_extensions": False})
    for table, schema in SCHEMAS.items():
        found = sorted(files.glob(f"{root}/{table}/*.parquet"))
        rows = dataset(found, schema=schema, filesystem=files, format="parquet") if found else schema.empty_table()
        memory.register(table, rows)
    memory.execute(resources.files("mhaudit.study").joinpath("views.sql").read_text("utf-8"))
    memory.execute("SET enable_external_access = false")
    memory.execute("SET python_enable_replacements = false")
    memory.execute("SET lock_configuration = true")
    return memory


def query(store: Store, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return the column names and the rows of one SELECT. Raise InvalidFiles for any other statement."""
    import duckdb

    with connect(store) as memory:
        try:
            statements = memory.extract_statements(sql)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise InvalidFiles([Fault("query", 0, "", "must be one SELECT")])
            found = memory.execute(statements[0])
            return [column[0] for column in found.description or ()], found.fetchall()
        except duckdb.Error as error:
            raise InvalidFiles([Fault("query", 0, "", str(error).splitlines()[0])]) from error


def fetch_rows(memory: "DuckDBPyConnection", sql: str, values: Sequence[object] = ()) -> list[dict[str, Any]]:
    """Return the rows of a query as dictionaries."""
    found = memory.execute(sql, list(values))
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
