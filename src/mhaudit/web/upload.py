"""Uploaded files: written to the disk as they arrive, and refused above the size limit."""

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile

LARGEST_FILE = 2 * 1024**3
_ROOM = 256 * 1024**2  # bytes to keep free on the disk
_LONGEST_FIELD = 64 * 1024


class FileSink:
    """One file being uploaded. `refused` is the reason why it is not kept, else ""."""

    def __init__(self, folder: Path, name: str, largest: int = LARGEST_FILE) -> None:
        self.name = name.replace("\\", "/").rpartition("/")[2]
        self.size = 0
        self.refused = ""
        self._largest = largest
        with NamedTemporaryFile("wb", dir=folder, prefix="upload-", delete=False) as file:
            self.path = Path(file.name)
        self._file = self.path.open("wb", buffering=1024 * 1024)

    def write(self, data: bytes) -> None:
        """Write a piece; ignore the rest of a refused file."""
        self.size += len(data)
        if self.refused:
            return
        if self.size > self._largest:
            self.refuse(f"larger than {self._largest / 1024**3:g} GiB")
            return
        try:
            self._file.write(data)
        except OSError as error:
            self.refuse(error.strerror or str(error))

    def close(self) -> None:
        """Close the file, which is complete."""
        try:
            self._file.close()
        except OSError as error:
            self.refuse(error.strerror or str(error))

    def refuse(self, why: str) -> None:
        """Set the reason why the file is not kept, and remove it."""
        self.refused = why
        self.path.unlink(missing_ok=True)


class FieldSink:
    """A field of the form that is not a file; a value that is too long is cut."""

    def __init__(self) -> None:
        self.value = b""

    def write(self, data: bytes) -> None:
        """Take in a piece."""
        self.value = (self.value + data)[:_LONGEST_FIELD]

    def close(self) -> None:
        """Finish the field, which is complete."""


def no_room_for(
    size: int, folder: Path, free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free
) -> str:
    """Return why so many bytes do not fit on the disk, or ""."""
    left = free(folder) - _ROOM
    return f"the disk has room for {max(0, left) // 1024**2} MiB" if size > left else ""
