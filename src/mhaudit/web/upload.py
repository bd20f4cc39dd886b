"""Files that are uploaded: written to the disk as they come, and refused where they are too large."""

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile

LARGEST_FILE = 2 * 1024**3
_ROOM = 256 * 1024**2  # bytes that stay free on the disk
_LONGEST_FIELD = 64 * 1024


class FileSink:
    """One file on its way to the disk. `refused` is why it is not kept, "" where nothing is against it."""

    def __init__(self, folder: Path, name: str, largest: int = LARGEST_FILE) -> None:
        self.name = name.replace("\\", "/").rpartition("/")[2]
        self.size = 0
        self.refused = ""
        self._largest = largest
        with NamedTemporaryFile("wb", dir=folder, prefix="upload-", delete=False) as file:
            self.path = Path(file.name)
        self._file = self.path.open("wb", buffering=1024 * 1024)

    def write(self, data: bytes) -> None:
        """Take in a piece; once the file is refused, its rest is let pass."""
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
        """The file is whole."""
        try:
            self._file.close()
        except OSError as error:
            self.refuse(error.strerror or str(error))

    def refuse(self, why: str) -> None:
        """Say why the file is not kept, and give back its room."""
        self.refused = why
        self.path.unlink(missing_ok=True)


class FieldSink:
    """A field of the form that is no file; what is too long is cut."""

    def __init__(self) -> None:
        self.value = b""

    def write(self, data: bytes) -> None:
        """Take in a piece."""
        self.value = (self.value + data)[:_LONGEST_FIELD]

    def close(self) -> None:
        """The field is whole."""


def no_room_for(
    size: int, folder: Path, free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free
) -> str:
    """Return why so many bytes can't be taken in, or ""."""
    left = free(folder) - _ROOM
    return f"the disk has room for {max(0, left) // 1024**2} MiB" if size > left else ""
