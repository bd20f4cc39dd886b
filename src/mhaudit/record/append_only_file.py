"""A file that is only appended to; each piece is written to the operating system before the call returns."""

import errno
import os
from pathlib import Path


class AppendOnlyFile:
    """An unbuffered file that keeps every whole piece after `kill -9`."""

    def __init__(self, path: Path) -> None:
        """Create the file. Raise FileExistsError where it exists, so that an earlier recording is never changed."""
        self.path = path
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND
        self._descriptor = os.open(path, flags, 0o600)

    def add(self, data: bytes) -> None:
        """Write all of it at the end. Raise OSError, for example where the disk is full or the file was removed."""
        if not os.fstat(self._descriptor).st_nlink:
            raise FileNotFoundError(errno.ENOENT, "the file was removed while it was written", str(self.path))
        written = os.write(self._descriptor, data)
        while written < len(data):
            written += os.write(self._descriptor, data[written:])

    def close(self) -> None:
        """Write the file through to the disk and close it."""
        os.fsync(self._descriptor)
        os.close(self._descriptor)

    def cut(self, size: int) -> None:
        """Truncate the file to a size in bytes, after a partial write."""
        os.ftruncate(self._descriptor, size)

    @property
    def size(self) -> int:
        """Return the size in bytes."""
        return os.fstat(self._descriptor).st_size
