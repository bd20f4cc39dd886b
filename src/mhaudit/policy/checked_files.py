"""Cache of files that passed their schema, by digest: a repeated audit imports no validator.

The cache has a line per file: the SHA-256 over its bytes, its schema and the version of the validating library. It
shows only that these bytes passed; if the list is missing or can't be read, the file is checked again.
"""

import hashlib
import os
import tempfile
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import platformdirs

_NAME = "passed-files"
_MOST = 10_000  # lines, the latest ones


def cache_folder() -> Path:
    """Return the folder of cache files: the user's cache folder, or MHAUDIT_CACHE_DIR."""
    override = os.environ.get("MHAUDIT_CACHE_DIR")
    return Path(override) if override else platformdirs.user_cache_path("mhaudit")


class PassedFiles:
    """The list of files that passed, read once; `keep` writes it with the additions."""

    def __init__(self) -> None:
        self._known = dict.fromkeys(_lines())
        self._grew = False

    def holds(self, content: bytes, schema: bytes) -> bool:
        """Return whether this content passed the schema with this digest before."""
        return _key(content, schema) in self._known

    def add(self, content: bytes, schema: bytes) -> None:
        """Add content that passed the schema with this digest."""
        key = _key(content, schema)
        self._grew = self._grew or key not in self._known
        self._known[key] = None

    def keep(self) -> None:
        """Write the list if it grew; ignore a folder that can't be written to."""
        if not self._grew:
            return
        folder = cache_folder()
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=folder, prefix=f".{_NAME}-")
            with os.fdopen(handle, "w", encoding="ascii") as stream:
                stream.write("\n".join([*self._known][-_MOST:]) + "\n")
            Path(temporary).replace(folder / _NAME)


def _lines() -> list[str]:
    try:
        return (cache_folder() / _NAME).read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return []


def _key(content: bytes, schema: bytes) -> str:
    parts = hashlib.sha256(content).digest(), schema, library_version().encode()
    return hashlib.sha256(b"".join(parts)).hexdigest()


@cache
def library_version() -> str:
    """Return the installed version of jsonschema, read from the name of its metadata folder.

    `importlib.metadata` returns the same, but takes 40 ms to import.
    """
    spec = find_spec("jsonschema")
    if spec is None or spec.origin is None:
        return "unknown"
    found = sorted(path.name for path in Path(spec.origin).parents[1].glob("jsonschema-*.dist-info"))
    return found[-1] if found else "unknown"
