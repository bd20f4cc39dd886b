"""Cache of compiled Jinja templates in `__pycache__`, where Python keeps its own compiled files."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from zlib import crc32

from jinja2.bccache import Bucket, BytecodeCache


class Compiled(BytecodeCache):
    """A bytecode cache in a folder. Jinja compiles again where a file is missing, stale, broken or of another version.

    The cached bytecode is executed, so the folder must be writable only by those who can also change the program.
    """

    def __init__(self, templates: Path, environment: Path) -> None:
        """Use the cache folder beside `templates`; `environment` is the module whose Jinja options the bytecode depends
        on.
        """
        self.folder = templates / "__pycache__"
        self.setting = f"{crc32(environment.read_bytes()):08x}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load the bucket from its file if there is one."""
        with suppress(OSError), self._file(bucket).open("rb") as file:
            bucket.load_bytecode(file)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write the file atomically; do nothing where the folder is not writable."""
        with suppress(OSError):
            self.folder.mkdir(exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self.folder)
            with os.fdopen(handle, "wb") as file:
                bucket.write_bytecode(file)
            Path(temporary).replace(self._file(bucket))

    def _file(self, bucket: Bucket) -> Path:
        return self.folder / f"{bucket.key}-{self.setting}.jinja"
