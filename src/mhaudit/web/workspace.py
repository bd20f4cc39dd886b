"""A workspace: a folder of plain files, readable by their owner only, which the commands read as well."""

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import MappingProxyType
from typing import Literal

from mhaudit.errors import CaseUnusable, UnknownName

Kind = Literal["captures", "cases", "personas", "apps", "audits", "comparisons", "studies", "redacted", "bundles"]
# The suffix of each kind's names; "" for folders and for files of any type.
ENDINGS: Mapping[Kind, str] = MappingProxyType(
    {
        "captures": "",
        "cases": "",
        "personas": ".yaml",
        "apps": ".yaml",
        "audits": "",
        "comparisons": "",
        "studies": "",
        "redacted": ".har",
        "bundles": ".bundle.zip",
    }
)
FOLDERS = frozenset({"cases", "audits", "comparisons", "studies"})  # kinds whose items are folders
WORK = ".work"  # unpacked files of jobs and incomplete uploads; emptied at every start
_NAME = re.compile(r"[\w(][\w .,()+@=-]{0,149}")
_UNFIT = re.compile(r"[^\w .,()+@=-]+")
_LONGEST = 120


class Workspace:
    """The files and folders by kind and name."""

    def __init__(self, root: Path) -> None:
        """Create the missing folders. Raise CaseUnusable where that fails."""
        self.root = root.absolute()
        try:
            for folder in (self.root, *(self.root / kind for kind in ENDINGS)):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.rmtree(self.work, ignore_errors=True)
            self.work.mkdir(mode=0o700)
        except OSError as error:
            raise CaseUnusable(
                f"{root} can't be used as a workspace: {error.strerror or error}. Give another folder."
            ) from error

    @property
    def work(self) -> Path:
        """Return the folder of temporary files."""
        return self.root / WORK

    def path(self, kind: Kind, name: str) -> Path:
        """Return the path of an item, existing or not. Raise UnknownName for an invalid name."""
        if not _NAME.fullmatch(name) or not name.endswith(ENDINGS[kind]):
            raise UnknownName(f"{name!r} is not a name in {kind}: use letters, digits, spaces and . , ( ) + @ = - _")
        return self.root / kind / name

    def there(self, kind: Kind, name: str) -> Path:
        """Return the path of an existing item. Raise UnknownName where there is none."""
        path = self.path(kind, name)
        if path.is_symlink() or not (path.is_dir() if kind in FOLDERS else path.is_file()):
            raise UnknownName(f"unknown name {name!r} in {kind}")
        return path

    def names(self, kind: Kind) -> list[str]:
        """Return the sorted names of all items of a kind."""
        return sorted(self._names(kind))

    def _names(self, kind: Kind) -> Iterator[str]:
        with os.scandir(self.root / kind) as entries:
            for entry in entries:
                fits = entry.is_dir(follow_symlinks=False) if kind in FOLDERS else entry.is_file(follow_symlinks=False)
                if fits and _NAME.fullmatch(entry.name) and entry.name.endswith(ENDINGS[kind]):
                    yield entry.name

    def newest(self, kind: Kind) -> list[str]:
        """Return the names of all items of a kind, last modified first."""
        return sorted(self.names(kind), key=lambda name: -(self.root / kind / name).stat().st_mtime)

    def free(self, kind: Kind, wanted: str) -> Path:
        """Return an unused path whose name is as close to `wanted` as possible."""
        ending = ENDINGS[kind] or ("" if kind in FOLDERS else "".join(Path(wanted).suffixes[-2:]))
        stem = fit_name(wanted.removesuffix(ending))[: _LONGEST - len(ending)]
        for number in range(1, 10_000):
            path = self.root / kind / (stem + (f"-{number}" if number > 1 else "") + fit_ending(ending))
            if not path.exists():
                return path
        raise UnknownName(f"there are too many {kind} named {stem!r}")

    def write(self, kind: Kind, name: str, text: str | bytes) -> Path:
        """Write a file atomically, readable by its owner only."""
        path = self.path(kind, name)
        with NamedTemporaryFile("wb", dir=self.work, delete=False) as file:
            file.write(text if isinstance(text, bytes) else text.encode())
        Path(file.name).replace(path)
        return path

    def size(self, kind: Kind, name: str) -> int:
        """Return the size of a file, or of all files in a folder, in bytes."""
        path = self.there(kind, name)
        files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
        return sum(file.stat().st_size for file in files)

    def delete(self, kind: Kind, name: str) -> None:
        """Delete an item."""
        path = self.there(kind, name)
        if kind in FOLDERS:
            shutil.rmtree(path)
        else:
            path.unlink()


def fit_name(text: str) -> str:
    """Return a text as a valid name, with hyphens for other characters."""
    return _UNFIT.sub("-", text).strip(" .-+,)=@")[:_LONGEST] or "unnamed"


def fit_ending(text: str) -> str:
    """Return the suffix of a file name, without invalid characters."""
    return _UNFIT.sub("", text)
