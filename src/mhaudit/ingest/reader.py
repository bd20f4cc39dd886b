"""What a reader of one capture format is, and the file that it reads."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from msgspec import Struct
from msgspec.structs import force_setattr

from mhaudit.errors import CaptureUnreadable
from mhaudit.model.capture import Item
from mhaudit.model.subject import RESERVE

HEAD = 4096
# What lies beside a recording and holds no traffic, reports on it among them.
_BESIDE = frozenset({"audit.json", "case.yaml", "journal.jsonl", "manifest.json", RESERVE})
_PAPERS = (".gif", ".html", ".jpeg", ".jpg", ".md", ".mov", ".mp4", ".pdf", ".png", ".webm", ".webp", ".yaml", ".yml")


class Share(NamedTuple):
    """Every `of`th block of exchanges from block `first` on: how several processes divide a capture between them.

    Neighbours are alike, so that a process that gets `block` of them in a row has learned most of them by the first.
    """

    first: int = 0
    of: int = 1
    block: int = 1

    def mine(self, number: int) -> bool:
        """Whether exchange `number` belongs to this share."""
        return number // self.block % self.of == self.first


WHOLE = Share()


class Reader(Protocol):
    """One capture format. `sniff` judges by the first bytes, never by the file's name."""

    format: str

    def sniff(self, head: bytes) -> bool:
        """Whether a file that begins so is of this format."""

    def read(self, capture: "Capture", share: Share = WHOLE) -> Iterator[Item]:
        """Exchanges of a share and their gaps in the order of the file; damage between them is of the first share.

        Raises CaptureUnreadable before the first of them only.
        """


class Capture(Struct, frozen=True):
    """A capture file. `name` is what the audit calls it: never a path, which would tell where its author works.

    `named` is whether the user gave it by name, or it was found in a folder or an archive; `packed` is the compressed
    file that it came out of. `keys` are logs of TLS keys (NSS format) for captures that are encrypted. `where` is said
    to the user alone: the path, and inside an archive the way there.
    `case` is the folder of the recording that the file is part of, if it is.
    """

    path: Path
    name: str
    named: bool = True
    packed: Path | None = None
    keys: tuple[Path, ...] = ()
    where: str = ""
    case: Path | None = None

    def __post_init__(self) -> None:
        force_setattr(self, "where", self.where or str(self.path))

    def head(self) -> bytes:
        """The first bytes. Raises CaptureUnreadable when the file can't be opened."""
        try:
            with self.path.open("rb") as file:
                return file.read(HEAD)
        except OSError as error:
            reason = error.strerror or "it can't be opened"
            raise CaptureUnreadable(f"{self.where}: {reason}. Give the path of a capture file.") from error

    @property
    def source(self) -> Path:
        """The file as it was given, whose size and digest anybody can check."""
        return self.packed or self.path

    def digest(self) -> str:
        """SHA-256 of the whole file as it was given, in hex."""
        with self.source.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    @property
    def size(self) -> int:
        """Bytes in the file as it was given."""
        return self.source.stat().st_size


def is_beside(name: str) -> bool:
    """Return whether the name of a file says that it is no capture: parts of a case, hidden files, documents."""
    name = name.lower()
    return name.startswith(".") or name in _BESIDE or name.endswith(_PAPERS)
