"""Policy folders on disk: the location of the shipped one, the files of a folder, and their digest."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import platformdirs
from msgspec import Struct

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.model.knowledge import Layer
from mhaudit.policy.wording import unknown

# Folder → kind of file, which is also the name of its schema, in the order of reading.
KINDS: Mapping[str, str] = {
    "organisations": "organisation",
    "services": "service",
    "data": "data",
    "instruments": "instrument",
    "rules": "rule",
    "regulations": "regulation",
    "packs": "pack",
    "harm": "harm",
    "sdks": "sdk",
    "crisis-lines": "crisis-lines",
}
# Subfolders of a policy folder without policies of the kinds above.
BESIDE = ("schema", "personas", "apps", "lists")
_MOST_FILES = 20_000


class Folder(Struct, frozen=True):
    """The policy files of one folder: (kind, path relative to the folder, content), in order."""

    path: Path
    name: str
    files: tuple[tuple[str, str, bytes], ...]
    digest: str

    @property
    def layer(self) -> Layer:
        """Return the folder as a layer of the policies."""
        return Layer(name=self.name, files=len(self.files), digest=self.digest)


@cache
def built_in() -> Path:
    """Return the shipped policies: `mhaudit/policies` in an installed wheel, `policies` at the root of a checkout."""
    package = Path(__file__).resolve().parents[1]
    for candidate in (package / "policies", package.parents[1] / "policies"):
        if (candidate / "schema" / "service.schema.json").is_file():
            return candidate
    fault = Fault(str(package), 0, "", "the shipped policies are missing: the installation is damaged")
    raise InvalidFiles([fault])


def updated_folder() -> Path:
    """Return the folder of newer policies: in the user's data folder, or in MHAUDIT_DATA_DIR."""
    override = os.environ.get("MHAUDIT_DATA_DIR")
    return (Path(override) if override else platformdirs.user_data_path("mhaudit")) / "policies"


def read(path: Path, name: str) -> Folder:
    """Read all policy files of a folder. Raise InvalidFiles if it can't be read or has none."""
    faults: list[Fault] = []
    files = list(_files(path, faults)) if path.is_dir() else []
    if not files and not faults:
        what = (
            "has no policy files; expected folders such as services or rules"
            if path.is_dir()
            else "is not a folder; give a folder of policy files"
        )
        faults.append(Fault(str(path), 0, "", what))
    if faults:
        raise InvalidFiles(faults)
    digest = hashlib.sha256()
    for _, relative, text in files:
        digest.update(f"{len(relative)}:{relative}:{len(text)}:".encode(errors="surrogateescape"))
        digest.update(text)
    return Folder(path, name, tuple(files), digest.hexdigest())


def content(file: str) -> bytes:
    """Read a file, three times as fast as with Path, because a thousand are read at every start. Raise OSError."""
    handle = os.open(file, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        parts = []
        while part := os.read(handle, 1 << 16):
            parts.append(part)
        return b"".join(parts)
    finally:
        os.close(handle)


def _files(path: Path, faults: list[Fault]) -> Iterator[tuple[str, str, bytes]]:
    names = {entry.name for entry in os.scandir(path) if entry.is_dir() and not entry.name.startswith(".")}
    known = [*KINDS, *BESIDE]
    faults.extend(
        Fault(str(path / name), 0, "", unknown("kind of policy", name, known)) for name in sorted(names - {*known})
    )
    for name, kind in KINDS.items():
        if name in names:
            for relative, text in _contents(path / name, name, faults):
                yield kind, relative, text


def _contents(folder: Path, name: str, faults: list[Fault]) -> Iterator[tuple[str, bytes]]:
    entries = sorted(entry.name for entry in os.scandir(folder) if not entry.name.startswith("."))
    if len(entries) > _MOST_FILES:
        faults.append(Fault(str(folder), 0, "", f"holds more than {_MOST_FILES:,} files"))
        return
    base = str(folder)
    for entry in entries:
        if not entry.endswith(".yaml"):
            if entry != "README.md":
                faults.append(Fault(f"{base}/{entry}", 0, "", "is not read: the name of a policy file ends in .yaml"))
            continue
        try:
            yield f"{name}/{entry}", content(f"{base}/{entry}")
        except OSError as error:
            faults.append(Fault(f"{base}/{entry}", 0, "", f"can't be read: {error.strerror or error}"))
