"""A workspace: a folder of plain files, readable by their owner alone, that the commands read too."""

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
# What a name of each kind ends with; "" for folders and for files of any kind.
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
WORK = ".work"  # what jobs unpack, and uploads that are not whole; emptied at every start
_NAME = re.compile(r"[\w(][\w .,()+@=-]{0,149}")
_UNFIT = re.compile(r"[^\w .,()+@=-]+")
_LONGEST = 120


class Workspace:
    """Files and folders by kind and name."""

    def __init__(self, root: Path) -> None:
        """Make the folders that are missing. Raises CaseUnusable where that can't be."""
        self.root = root.absolute()
        try:
            for folder in (self.root, *(self.root / kind for kind in ENDINGS)):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.rmtree(self.work, ignore_errors=True)
            self.work.mkdir(mode=0o700)
        except OSError as error:
            raise CaseUnusable(f"{root} can't be used as a workspace: {error.strerror or error}.") from error

    @property
    def work(self) -> Path:
        """Where what is under way lies."""
        return self.root / WORK

    def path(self, kind: Kind, name: str) -> Path:
        """Return where an item is, or would be. Raises UnknownName for a name that can't be one."""
        if not _NAME.fullmatch(name) or not name.endswith(ENDINGS[kind]):
            raise UnknownName(f"{name!r} is not a name in {kind}: use letters, digits, spaces and . , ( ) + @ = - _")
        return self.root / kind / name

    def there(self, kind: Kind, name: str) -> Path:
        """Return where an item is. Raises UnknownName where there is none."""
        path = self.path(kind, name)
        if path.is_symlink() or not (path.is_dir() if kind in FOLDERS else path.is_file()):
            raise UnknownName(f"there is no {name!r} in {kind}")
        return path

    def names(self, kind: Kind) -> list[str]:
        """Return the names of all items of a kind, in order."""
        return sorted(self._names(kind))

    def _names(self, kind: Kind) -> Iterator[str]:
        with os.scandir(self.root / kind) as entries:
            for entry in entries:
                fits = entry.is_dir(follow_symlinks=False) if kind in FOLDERS else entry.is_file(follow_symlinks=False)
                if fits and _NAME.fullmatch(entry.name) and entry.name.endswith(ENDINGS[kind]):
                    yield entry.name

    def newest(self, kind: Kind) -> list[str]:
        """Return the names of all items of a kind, the one that was changed last first."""
        return sorted(self.names(kind), key=lambda name: -(self.root / kind / name).stat().st_mtime)

    def free(self, kind: Kind, wanted: str) -> Path:
        """Return a path that is not used yet, named as near to what is wanted as may be."""
        ending = ENDINGS[kind] or ("" if kind in FOLDERS else "".join(Path(wanted).suffixes[-2:]))
        stem = fit_name(wanted.removesuffix(ending))[: _LONGEST - len(ending)]
        for number in range(1, 10_000):
            path = self.root / kind / (stem + (f"-{number}" if number > 1 else "") + fit_ending(ending))
            if not path.exists():
                return path
        raise UnknownName(f"there are too many {kind} named {stem!r}")

    def write(self, kind: Kind, name: str, text: str | bytes) -> Path:
        """Write a file whole or not at all, for its owner alone."""
        path = self.path(kind, name)
        with NamedTemporaryFile("wb", dir=self.work, delete=False) as file:
            file.write(text if isinstance(text, bytes) else text.encode())
        Path(file.name).replace(path)
        return path

    def size(self, kind: Kind, name: str) -> int:
        """Return the bytes of an item, of all files in it where it is a folder."""
        path = self.there(kind, name)
        files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
        return sum(file.stat().st_size for file in files)

    def delete(self, kind: Kind, name: str) -> None:
        """Remove an item for good."""
        path = self.there(kind, name)
        if kind in FOLDERS:
            shutil.rmtree(path)
        else:
            path.unlink()


def fit_name(text: str) -> str:
    """Return a text as a name: what can't stand in one becomes a hyphen."""
    return _UNFIT.sub("-", text).strip(" .-+,)=@")[:_LONGEST] or "unnamed"


def fit_ending(text: str) -> str:
    """Return the ending of a file's name without what can't stand in one."""
    return _UNFIT.sub("", text)
