"""The folder of a study: one file per table and app, written atomically, at any address of fsspec.

STUDY/study.json                  the layout and its version
STUDY/<table>/<app>-<key>.parquet the rows of one app; those of `apps` are written last and mark it as done
"""

import io
import re
import uuid
from collections.abc import Iterator
from typing import Any

import fsspec
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct

from mhaudit.errors import Fault, InvalidFiles, StorageFailed
from mhaudit.study.manifest import StudyApp
from mhaudit.study.tables import LAYOUT, SCHEMAS, Row

_MARK = "study.json"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 60


class Store(Struct, frozen=True):
    """A study's folder, by its address. It has no open file, so that it can be pickled."""

    address: str

    def prepare(self) -> None:
        """Create the folder. Raise InvalidFiles where another folder exists, StorageFailed where that fails."""
        files, root = fsspec.core.url_to_fs(self.address)
        try:
            if files.exists(f"{root}/{_MARK}"):
                self.check()
                return
            if files.exists(root) and files.ls(root):
                raise InvalidFiles([Fault(self.address, 0, "", "is not empty and holds no study; name another folder")])
            for table in SCHEMAS:
                files.makedirs(f"{root}/{table}", exist_ok=True)
            self._write(_MARK, orjson.dumps({"layout": LAYOUT}, option=orjson.OPT_INDENT_2) + b"\n")
        except OSError as error:
            raise StorageFailed(f"{self.address} can't be written: {error.strerror or error}") from error

    def check(self) -> None:
        """Raise InvalidFiles where the folder is not a study of this layout."""
        files, root = fsspec.core.url_to_fs(self.address)
        try:
            found: Any = orjson.loads(files.cat_file(f"{root}/{_MARK}"))
        except (OSError, ValueError) as error:
            what = "holds no study; give the folder that `mhaudit study run --out` wrote"
            raise InvalidFiles([Fault(self.address, 0, "", what)]) from error
        if not isinstance(found, dict) or found.get("layout") != LAYOUT:
            raise InvalidFiles([Fault(f"{self.address}/{_MARK}", 0, "layout", f"must be {LAYOUT}")])

    def status_of(self, app: StudyApp, work: str) -> tuple[str, str]:
        """Return status and reason of an app whose rows came from the same work; ("", "") for none."""
        files, root = fsspec.core.url_to_fs(self.address)
        path = f"{root}/{self._name('apps', app)}"
        if not files.exists(path):
            return "", ""
        found = pq.read_table(io.BytesIO(files.cat_file(path)), columns=["work", "status", "reason"]).to_pylist()
        return next(((row["status"], row["reason"] or "") for row in found if row["work"] == work), ("", ""))

    def write(self, app: StudyApp, rows: dict[str, list[Row]]) -> None:
        """Write the rows of one app, those of `apps` last. Raise StorageFailed."""
        for table in sorted(SCHEMAS, key=lambda name: name == "apps"):
            out = io.BytesIO()
            pq.write_table(pa.Table.from_pylist(rows[table], schema=SCHEMAS[table]), out, compression="zstd")
            self._write(self._name(table, app), out.getvalue())

    def _name(self, table: str, app: StudyApp) -> str:
        readable = _UNSAFE.sub("-", app.app).strip(".-")[:_LONGEST]
        return f"{table}/{readable}-{app.key}.parquet"

    def _write(self, name: str, data: bytes) -> None:
        """Write a temporary file beside the target and rename it."""
        files, root = fsspec.core.url_to_fs(self.address)
        beside = f"{root}/{name}.{uuid.uuid4().hex}.part"
        try:
            files.pipe_file(beside, data)
            files.mv(beside, f"{root}/{name}")
        except OSError as error:
            raise StorageFailed(f"{self.address}/{name} can't be written: {error.strerror or error}") from error

    def leftovers(self) -> Iterator[str]:
        """Yield the incomplete files of killed processes."""
        files, root = fsspec.core.url_to_fs(self.address)
        for table in SCHEMAS:
            yield from (str(path) for path in files.glob(f"{root}/{table}/*.part"))

    def clean(self) -> None:
        """Remove incomplete files. No other process may be writing into the study."""
        files, _ = fsspec.core.url_to_fs(self.address)
        for path in self.leftovers():
            files.rm_file(path)
