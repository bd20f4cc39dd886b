"""Installation of newer policies that the user downloaded, instead of the shipped ones, after a complete check.

They are data: nothing in them is run, and fields outside the schemas of this version are refused. Nothing is
downloaded.
"""

import shutil
import zipfile
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp

from msgspec import Struct

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.policy.folder import KINDS, read, updated_folder

_MOST_FILES, _MOST_BYTES = 20_000, 64_000_000


class Update(Struct, frozen=True):
    """Installed policies: their path, their digest, and the newest day on which a fact in them was checked."""

    path: Path
    digest: str
    checked_on: str


def update(source: Path, current: str, digest: str = "") -> Update:
    """Check the policies in a folder or ZIP file, and install them instead of the shipped ones.

    `current` is the newest day of the installed ones; `digest` is the expected digest, if given. Raise InvalidFiles
    with every fault, also if they are older or have another digest: then nothing changes.
    """
    target = updated_folder()
    target.parent.mkdir(parents=True, exist_ok=True)
    made = Path(mkdtemp(dir=target.parent, prefix=".policies-"))
    try:
        root = _unpacked(source, made) if source.is_file() else source
        found = _checked(_root(root, source), source, current, digest)
        whole = made / "whole"
        _copy(_root(root, source), whole)
        shutil.rmtree(target, ignore_errors=True)
        whole.replace(target)
    except OSError as error:
        raise InvalidFiles([Fault(str(source), 0, "", f"can't be installed: {error.strerror or error}")]) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return Update(target, *found)


def _checked(root: Path, source: Path, current: str, digest: str) -> tuple[str, str]:
    from mhaudit.policy.assemble import assemble, check_layers

    folder = read(root, "mhaudit")
    policies = assemble(check_layers([folder]))
    if digest and digest.lower() != folder.digest:
        what = f"has the digest {folder.digest}, not the given one; check both with the publisher"
        raise InvalidFiles([Fault(str(source), 0, "", what)])
    if policies.checked_on < current:
        what = f"was last checked on {policies.checked_on}, before the installed ones ({current}); give newer policies"
        raise InvalidFiles([Fault(str(source), 0, "", what)])
    return folder.digest, policies.checked_on


def _root(folder: Path, source: Path) -> Path:
    """Return the folder with services, rules and the like: itself, `policies` in it, or its only folder."""
    inside = [path for path in sorted(folder.glob("*")) if path.is_dir()] if folder.is_dir() else []
    for candidate in (folder, folder / "policies", *(path / "policies" for path in inside), *inside):
        if all((candidate / name).is_dir() for name in ("services", "rules", "data")):
            return candidate
    what = "contains no policies; expected a folder with services, rules and data"
    raise InvalidFiles([Fault(str(source), 0, "", what)])


def _unpacked(source: Path, into: Path) -> Path:
    """Extract a ZIP file into a folder: only policy files, bounded, and no paths outside of it."""
    folder = into / "unpacked"
    try:
        with zipfile.ZipFile(source) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > _MOST_FILES or sum(entry.file_size for entry in entries) > _MOST_BYTES:
                raise InvalidFiles([Fault(str(source), 0, "", "is too large for a set of policies")])
            for entry in entries:
                name = PurePosixPath(entry.filename)
                if name.is_absolute() or ".." in name.parts or "\\" in entry.filename:
                    raise InvalidFiles(
                        [Fault(str(source), 0, entry.filename[:80], "has a path outside of the archive")]
                    )
                if name.suffix in (".yaml", ".json", ".md"):
                    _write(archive, entry, folder / name)
    except zipfile.BadZipFile as error:
        raise InvalidFiles(
            [Fault(str(source), 0, "", "is neither a folder nor a ZIP file; give the downloaded policies")]
        ) from error
    return folder


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry) as stream:
        path.write_bytes(stream.read(entry.file_size))


def _copy(root: Path, target: Path) -> None:
    """Copy only the policy files of a folder."""
    for kind in KINDS:
        for file in sorted((root / kind).glob("*.yaml")):
            (target / kind).mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target / kind / file.name)
