"""Collection of captures from paths: files, compressed files, archives, folders, and standard input."""

import re
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from os import walk
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from mhaudit.errors import CaptureUnreadable
from mhaudit.ingest.case.folder import captures_of, is_case
from mhaudit.ingest.case.manifest import seal_gaps
from mhaudit.ingest.formats import reader_for
from mhaudit.ingest.reader import Capture, is_beside
from mhaudit.ingest.unpack import Unpacker, is_archive, is_compressed
from mhaudit.model.capture import Gap
from mhaudit.model.subject import CAPTURE, REPORT, STREAMS

_LINE = re.compile(
    rb"(?:\s|#[^\n]{0,500}\n)*"
    rb"(?:(?:QUIC_)?(?:CLIENT|SERVER)_[A-Z]+(?:_TRAFFIC)?_(?:SECRET|SECRET_0|RANDOM)|(?:CLIENT|SERVER)_TRAFFIC_SECRET_\d"
    rb"|CLIENT_RANDOM|EXPORTER_SECRET|EARLY_EXPORTER_SECRET|RSA) [0-9a-fA-F]{16,64} "
)


def is_key_log(head: bytes) -> bool:
    """Return whether a file that begins so is a key log; comments may come first."""
    return _LINE.match(head) is not None


STDIN = Path("-")
_DEEPEST = 3  # nested archives


class Gathered(NamedTuple):
    """The captures, in an order independent of that of the paths, and gaps for those that could not be unpacked."""

    captures: list[Capture]
    gaps: list[Gap]


def gather(
    paths: Iterable[Path], folder: Path, key_logs: Iterable[Path] = (), naming: Callable[[str], str] = str
) -> Gathered:
    """Return all captures at the paths; unpack into `folder`. Raise CaptureUnreadable.

    Keys are those of `key_logs` and of key logs among the captures, and apply to all captures. `naming` maps the name
    of a file to a printable name.
    """
    unpacker = Unpacker(folder)
    found = [capture for path in paths for capture in _at(path, unpacker)]
    keys = [_key_log(path) for path in key_logs] + [capture.path for capture in found if is_key_log(capture.head())]
    captures = [
        replace(capture, keys=tuple(keys), name=naming(capture.name)) for capture in found if capture.path not in keys
    ]
    captures.sort(key=lambda capture: (capture.name, capture.where))
    return Gathered(list(_numbered(captures)), unpacker.gaps)


def _key_log(path: Path) -> Path:
    if not is_key_log(Capture(path, path.name).head()):
        raise CaptureUnreadable(
            f"{path}: not a log of TLS keys. Give a file in NSS key log format, with lines such as CLIENT_RANDOM …."
        )
    return path


def _numbered(captures: Iterable[Capture]) -> Iterator[Capture]:
    """Yield captures with unique names: the second of a name is `a.har (2)`."""
    seen: Counter[str] = Counter()
    for capture in captures:
        seen[capture.name] += 1
        number = seen[capture.name]
        yield capture if number == 1 else replace(capture, name=f"{capture.name} ({number})")


def _at(path: Path, unpacker: Unpacker) -> Iterator[Capture]:
    if path == STDIN:
        unpacker.allow(1 << 40)
        kept = unpacker.keep(sys.stdin.buffer, "standard input")
        yield from _opened(Capture(kept, "standard input", where="standard input"), unpacker)
    elif path.is_dir():
        yield from _in_folder(path, unpacker)
    else:
        yield from _opened(Capture(path, _typed(path)), unpacker)


def _in_folder(folder: Path, unpacker: Unpacker) -> Iterator[Capture]:
    """Yield the captures in a folder and below it. Links to other folders are not followed."""
    found = False
    for base, folders, files in walk(folder):
        case = is_case(Path(base))
        folders[:] = sorted(
            name for name in folders if not (name.startswith(".") or (case and name in (REPORT, STREAMS)))
        )
        if case:
            found = True
            unpacker.gaps += seal_gaps(Path(base), _shown(Path(base), folder))
            yield from captures_of(Path(base), _shown(Path(base), folder))
        for name in sorted(files):
            path = Path(base, name)
            if is_beside(path.name) or (case and name == CAPTURE) or not path.is_file():  # pipes and devices never end
                continue
            shown = _shown(path, folder)
            for capture in _opened(Capture(path, shown, named=False), unpacker):
                found = True
                yield capture
    if not found:
        raise CaptureUnreadable(f"{folder}: this folder has no capture. Give the path of a capture file.")


def _shown(path: Path, folder: Path) -> str:
    """Return the name of a file in a folder."""
    return Path(_typed(folder) or folder.resolve().name, path.relative_to(folder)).as_posix()


def _typed(path: Path) -> str:
    """Return a relative path as typed, or the last part of any other, so that the user's name is not printed."""
    return path.name if path.is_absolute() or ".." in path.parts else path.as_posix().removeprefix("./").strip(".")


def _opened(capture: Capture, unpacker: Unpacker, depth: int = 0) -> Iterator[Capture]:
    """Yield the capture, or the captures in it. `depth` is the number of archives and compressed files around it."""
    head = capture.head()
    packed = is_compressed(head) or is_archive(head)
    if packed and depth == _DEEPEST:
        detail = f"{capture.name}: packed more than {_DEEPEST} times"
        unpacker.gaps.append(Gap(code="capture-limit", detail=detail, blocking=True))
        return
    if packed and not depth:
        unpacker.allow(capture.size)
    if is_archive(head):
        yield from _in_archive(capture, unpacker, depth)
    elif is_compressed(head):
        inside = unpacker.inflate(capture.path, capture.name)
        yield from _opened(replace(capture, path=inside, packed=capture.source), unpacker, depth + 1)
    elif capture.named or is_key_log(head) or _is_known(capture, unpacker):
        yield capture


def _in_archive(capture: Capture, unpacker: Unpacker, depth: int) -> Iterator[Capture]:
    found = False
    try:
        for path, name in unpacker.members(capture.path, capture.name):
            if is_beside(Path(name).name) or "/__MACOSX/" in name:
                continue
            where = capture.where + name.removeprefix(capture.name)
            for inside in _opened(Capture(path, name, named=False, where=where), unpacker, depth + 1):
                found = True
                yield inside
    except zipfile.BadZipFile as error:
        what = f"a damaged ZIP archive: {error}"
        if capture.named:
            do = "Download it again, or unpack its readable files."
            raise CaptureUnreadable(f"{capture.where}: {what}. {do}") from error
        unpacker.gaps.append(Gap(code="damaged-capture", detail=f"{capture.name}: {what}", blocking=True))
    if not found and capture.named:
        raise CaptureUnreadable(
            f"{capture.where}: this archive has no capture. Give one with a capture, or a capture file."
        )


def _is_known(capture: Capture, unpacker: Unpacker) -> bool:
    """Return whether a reader accepts a file found in a folder; if not, add a gap: binary files may hold traffic."""
    try:
        reader_for(capture)
    except CaptureUnreadable:
        gap = Gap(
            code="file-not-read", detail=f"{capture.name}: unknown capture format", blocking=b"\0" in capture.head()
        )
        unpacker.gaps.append(gap)
        return False
    return True
