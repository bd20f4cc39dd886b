"""Unpacking of compressed captures and archives into the audit's own folder before they are read.

Names from an archive are never used for files, and the unpacked size is bounded by the packed size.
"""

import bz2
import gzip
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, NamedTuple, Protocol

import zstandard
from msgspec import Struct, field

from mhaudit.model.capture import Gap

_CHUNK = 1 << 20
_ALLOWANCE = 1 << 30  # bytes to which any file may be unpacked
_RATIO = 200  # … and beyond that, bytes per packed byte
_MOST_MEMBERS = 10_000
_LONGEST_NAME = 200
_ZIP = b"PK\x03\x04"


class ByteSource(Protocol):
    """An object that bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Read at most `size` bytes; b"" at the end."""


class _Zlib:
    """A zlib stream, as in mitmproxy's `.zhar`."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.stream = zlib.decompressobj()

    def read(self, size: int, /) -> bytes:
        while not self.stream.eof:
            data = self.stream.unconsumed_tail or self.file.read(_CHUNK)
            if not data:
                raise EOFError("the compressed data ends too early")
            if out := self.stream.decompress(data, size):
                return out
        return b""


def _zstd(file: IO[bytes]) -> ByteSource:
    return zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(file, read_across_frames=True)


_OPEN: dict[bytes, Callable[[IO[bytes]], ByteSource]] = {
    b"\x1f\x8b\x08": lambda file: gzip.GzipFile(fileobj=file),
    b"\x28\xb5\x2f\xfd": _zstd,
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\x00": lzma.LZMAFile,
    b"\x78\x01": _Zlib,
    b"\x78\x5e": _Zlib,
    b"\x78\x9c": _Zlib,
    b"\x78\xda": _Zlib,
}
_DAMAGE = (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError, zstandard.ZstdError, zipfile.BadZipFile)
_LOCKED = (RuntimeError, NotImplementedError)  # encrypted, or with an unsupported compression method


def is_compressed(head: bytes) -> bool:
    """Return whether a file that begins so is one compressed file."""
    return head.startswith(tuple(_OPEN))


def is_archive(head: bytes) -> bool:
    """Return whether a file that begins so is a ZIP or tar archive."""
    return head.startswith(_ZIP) or is_tar(head)


def is_tar(head: bytes) -> bool:
    """Return whether a file that begins so is a tar archive, POSIX or GNU."""
    return head[257:262] == b"ustar"


class Member(NamedTuple):
    """A file of an archive: the path of its copy, and its name in the archive."""

    path: Path
    name: str


class Unpacker(Struct):
    """Unpacks into `folder`; failures are listed in `gaps`."""

    folder: Path
    gaps: list[Gap] = field(default_factory=list)
    allowed: int = _ALLOWANCE
    files: int = 0

    def allow(self, packed: int) -> None:
        """Set the bound for the unpacked size of a file of `packed` bytes, including nested archives."""
        self.allowed = max(_ALLOWANCE, _RATIO * packed)

    def keep(self, source: ByteSource, name: str) -> Path:
        """Write the contents of a source to a file, as far as they can be read and the bound allows."""
        self.files += 1
        path = self.folder / str(self.files)
        with path.open("wb") as out:
            try:
                while data := source.read(min(_CHUNK, self.allowed + 1)):
                    if len(data) > self.allowed:
                        self._gap("capture-limit", f"{name}: unpacking was stopped after {out.tell()} bytes")
                        break
                    out.write(data)
                    self.allowed -= len(data)
            except _DAMAGE:
                self._gap(
                    "damaged-capture", f"{name}: the compressed data is damaged after {out.tell()} unpacked bytes"
                )
        return path

    def inflate(self, packed: Path, name: str) -> Path:
        """Write the contents of a compressed file to a file."""
        with packed.open("rb") as file:
            head = file.read(8)
            file.seek(0)
            start = next(magic for magic in _OPEN if head.startswith(magic))
            return self.keep(_OPEN[start](file), name)

    def members(self, packed: Path, name: str) -> Iterator[Member]:
        """Extract the files of an archive, one by one. Raise zipfile.BadZipFile if its directory can't be read."""
        with packed.open("rb") as file:
            tar = is_tar(file.read(512))
        yield from (self._tar if tar else self._zip)(packed, name)

    def _tar(self, packed: Path, name: str) -> Iterator[Member]:
        """Yield regular files only; a damaged archive gives the files before the damage."""
        try:
            with tarfile.open(packed, "r:", errorlevel=1) as archive:
                for number, entry in enumerate(archive):
                    if number >= _MOST_MEMBERS:
                        self._gap("capture-limit", f"{name}: more files in it were not read")
                        return
                    source = archive.extractfile(entry) if entry.isreg() else None
                    if source:
                        inside = f"{name}/{entry.name}"[:_LONGEST_NAME]
                        yield Member(self.keep(source, inside), inside)
        except (tarfile.TarError, *_DAMAGE):
            self._gap("damaged-capture", f"{name}: the archive is damaged after {self.files} files")

    def _zip(self, packed: Path, name: str) -> Iterator[Member]:
        with zipfile.ZipFile(packed) as archive:
            files = [entry for entry in archive.infolist() if not entry.is_dir()]
            for entry in files[:_MOST_MEMBERS]:
                inside = f"{name}/{entry.filename}"[:_LONGEST_NAME]
                try:
                    with archive.open(entry) as source:
                        yield Member(self.keep(source, inside), inside)
                except _LOCKED as error:
                    self._gap("file-not-read", f"{inside}: {error}")
                except _DAMAGE:
                    self._gap("damaged-capture", f"{inside}: the archive is damaged here")
            if len(files) > _MOST_MEMBERS:
                self._gap("capture-limit", f"{name}: {len(files) - _MOST_MEMBERS} more files in it were not read")

    def _gap(self, code: str, detail: str) -> None:
        self.gaps.append(Gap(code=code, detail=detail, blocking=True))
