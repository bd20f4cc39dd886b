"""The interface of a reader of one capture format, and the file that it reads."""

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
# Files beside a recording that hold no traffic, including reports on it.
_BESIDE = frozenset({"audit.json", "case.yaml", "journal.jsonl", "manifest.json", RESERVE})
_PAPERS = (".gif", ".html", ".jpeg", ".jpg", ".md", ".mov", ".mp4", ".pdf", ".png", ".webm", ".webp", ".yaml", ".yml")


class Share(NamedTuple):
    """Every `of`th block of exchanges from block `first` on: the part of a capture for one of several workers.

    Neighbouring exchanges are alike, so most of a `block` of them is cached after its first ones.
    """

    first: int = 0
    of: int = 1
    block: int = 1

    def mine(self, number: int) -> bool:
        """Return whether exchange `number` belongs to this share."""
        return number // self.block % self.of == self.first


WHOLE = Share()


class Reader(Protocol):
    """One capture format. `sniff` decides by the first bytes, never by the file's name."""

    format: str

    def sniff(self, head: bytes) -> bool:
        """Return whether a file that begins so has this format."""

    def read(self, capture: "Capture", share: Share = WHOLE) -> Iterator[Item]:
        """Yield exchanges of a share and their gaps in file order; damage between them belongs to the first share.

        Raise CaptureUnreadable before the first of them only.
        """


class Capture(Struct, frozen=True):
    """A capture file. `name` is its name in the audit: never a path, which could reveal the author's name.

    `named` is whether the user named it, or it was found in a folder or an archive; `packed` is the compressed file
    that contained it. `keys` are TLS key logs (NSS format) for encrypted captures. `where` is for messages to the user
    only: the path, and the path inside an archive.

    `case` is the folder of the recording that contains the file, if any.
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
        """Read the first bytes. Raise CaptureUnreadable if the file can't be opened."""
        try:
            with self.path.open("rb") as file:
                return file.read(HEAD)
        except OSError as error:
            reason = error.strerror or "it can't be opened"
            raise CaptureUnreadable(f"{self.where}: {reason}. Give the path of a capture file.") from error

    @property
    def source(self) -> Path:
        """Return the file as given, whose size and digest can be checked by anybody."""
        return self.packed or self.path

    def digest(self) -> str:
        """Return the SHA-256 of the whole file as given, in hex."""
        with self.source.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    @property
    def size(self) -> int:
        """Return the size of the file as given, in bytes."""
        return self.source.stat().st_size


def is_beside(name: str) -> bool:
    """Return whether a file is not a capture by its name: parts of a case, hidden files, documents."""
    name = name.lower()
    return name.startswith(".") or name in _BESIDE or name.endswith(_PAPERS)
