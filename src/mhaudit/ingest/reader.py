"""What a reader of one capture format is, and the file that it reads."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from mhaudit.errors import CaptureUnreadable
from mhaudit.model.capture import Exchange, Gap

HEAD = 4096


class Share(NamedTuple):
    """Every `of`th exchange from number `first` on: how several processes divide a capture between them."""

    first: int = 0
    of: int = 1

    def mine(self, number: int) -> bool:
        """Whether exchange `number` belongs to this share."""
        return number % self.of == self.first


WHOLE = Share()


class Reader(Protocol):
    """One capture format. `sniff` judges by the first bytes, never by the file's name."""

    format: str

    def sniff(self, head: bytes) -> bool:
        """Whether a file that begins so is of this format."""

    def read(self, capture: "Capture", share: Share = WHOLE) -> Iterator[Exchange | Gap]:
        """Exchanges of a share and their gaps in the order of the file; damage between them is of the first share.

        Raises CaptureUnreadable before the first of them only.
        """


@dataclass(frozen=True, slots=True)
class Capture:
    """A capture file. `name` is what the audit calls it: never a path, which would tell where its author works.

    `case` is the folder of the recording that the file is part of, if it is.
    """

    path: Path
    name: str
    case: Path | None = None

    def head(self) -> bytes:
        """The first bytes. Raises CaptureUnreadable when the file can't be opened."""
        try:
            with self.path.open("rb") as file:
                return file.read(HEAD)
        except OSError as error:
            reason = error.strerror or "it can't be opened"
            raise CaptureUnreadable(f"{self.path}: {reason}. Give the path of a capture file.") from error

    def digest(self) -> str:
        """SHA-256 of the whole file, in hex."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    @property
    def size(self) -> int:
        """Bytes in the file."""
        return self.path.stat().st_size
