"""A file that only grows: each piece is with the operating system before anything else happens."""

import errno
import os
from pathlib import Path


class AppendOnlyFile:
    """Survives `kill -9` up to the last whole piece, since nothing is held back in this process."""

    def __init__(self, path: Path) -> None:
        """Raises FileExistsError: what was recorded before is never added to, and never replaced."""
        self.path = path
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND
        self._descriptor = os.open(path, flags, 0o600)

    def add(self, data: bytes) -> None:
        """Append all of it. Raises OSError, such as for a full disk, or where somebody removed the file."""
        if not os.fstat(self._descriptor).st_nlink:
            raise FileNotFoundError(errno.ENOENT, "the file was removed while it was written", str(self.path))
        written = os.write(self._descriptor, data)
        while written < len(data):
            written += os.write(self._descriptor, data[written:])

    def close(self) -> None:
        """Hand everything to the disk."""
        os.fsync(self._descriptor)
        os.close(self._descriptor)

    def cut(self, size: int) -> None:
        """Take off what was appended beyond a size in bytes, after a part of it could not be."""
        os.ftruncate(self._descriptor, size)

    @property
    def size(self) -> int:
        """Return how many bytes there are."""
        return os.fstat(self._descriptor).st_size
