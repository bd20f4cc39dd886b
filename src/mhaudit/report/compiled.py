"""Compiled templates, kept where Python keeps its own compiled files: in `__pycache__` beside the source."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from zlib import crc32

from jinja2.bccache import Bucket, BytecodeCache


class Compiled(BytecodeCache):
    """A shortcut: Jinja compiles again what is missing, older than its template, broken, or of another version.

    What is read here is run, so it must stand where nobody can write who could not change the program itself.
    """

    def __init__(self, templates: Path, environment: Path) -> None:
        """`environment` is the module that sets Jinja up: compiled templates depend on its options, too."""
        self.folder = templates / "__pycache__"
        self.setting = f"{crc32(environment.read_bytes()):08x}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fills the bucket from its file, if there is one."""
        with suppress(OSError), self._file(bucket).open("rb") as file:
            bucket.load_bytecode(file)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Writes the file whole or not at all; a folder that can't be written to costs only time."""
        with suppress(OSError):
            self.folder.mkdir(exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self.folder)
            with os.fdopen(handle, "wb") as file:
                bucket.write_bytecode(file)
            Path(temporary).replace(self._file(bucket))

    def _file(self, bucket: Bucket) -> Path:
        return self.folder / f"{bucket.key}-{self.setting}.jinja"
