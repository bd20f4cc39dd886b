"""`manifest.json`: what a case held when its recording was stopped, so that every later change shows."""

import hashlib
import json
from collections.abc import Container, Iterator, Mapping
from os import walk
from pathlib import Path
from typing import Any

from mhaudit.errors import CaseChanged, CaseUnusable
from mhaudit.ingest.reader import is_beside
from mhaudit.model.capture import Gap
from mhaudit.model.subject import ABOUT, APP, CAPTURE, JOURNAL, MANIFEST, MANIFEST_SCHEMA, PERSONA, REPORT, SIGNATURE
from mhaudit.profile.files import referenced_files

_OWN, _MOST_FAULTS = frozenset({MANIFEST, SIGNATURE}), 3
SEALED = (ABOUT, APP, PERSONA, CAPTURE, JOURNAL)


def sealed(folder: Path) -> tuple[str, ...]:
    """The files that a manifest speaks of: those of every case, and those that its app profile names."""
    return tuple(dict.fromkeys((*SEALED, *referenced_files(folder / APP))))


def measured(path: Path) -> dict[str, Any]:
    """The SHA-256 of a file, in hex, and its size in bytes."""
    with path.open("rb") as file:
        return {"sha256": hashlib.file_digest(file, "sha256").hexdigest(), "bytes": path.stat().st_size}


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a case. Raises CaseUnusable where there is none, CaseChanged where it can't be one."""
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_bytes())
    except OSError as error:
        why = "the recording was not stopped in order, or the manifest was taken away"
        raise CaseUnusable(f"{path}: can't be read ({error.strerror}): {why}.") from error
    except (ValueError, RecursionError) as error:
        raise CaseChanged(f"{path}: this is no manifest: {type(error).__name__}.") from error
    if not isinstance(manifest, dict) or manifest.get("schema") != MANIFEST_SCHEMA:
        raise CaseChanged(f"{path}: this is no manifest of the schema {MANIFEST_SCHEMA}.")
    if not isinstance(manifest.get("files"), dict) or not isinstance(manifest.get("sealed"), str):
        raise CaseChanged(f"{path}: files or time are missing.")
    return manifest


def changes(folder: Path, manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is not as the manifest says, as sentences; nothing where the case is whole.

    It answers for every file that an audit of the case would read, those among them that were added later.
    """
    listed = manifest["files"]
    ours = sealed(folder)
    for name in ours:
        there = (folder / name).is_file()
        if name not in listed and there:
            yield f"{name} was added."
        if name in listed and not there:
            yield f"{name} is missing."
        if name in listed and there and measured(folder / name) != listed[name]:
            yield f"{name} was changed."
    yield from (f"{name!r} is no file of a case." for name in sorted(set(listed) - set(ours)))
    yield from (f"{name} was added; an audit of the case would read it." for name in added(folder, {*ours, *listed}))


def added(folder: Path, known: Container[str]) -> Iterator[str]:
    """Yield the files below a case that an audit would read and that are not among the known ones."""
    for base, folders, files in walk(folder):
        top = Path(base) == folder
        folders[:] = sorted(name for name in folders if not (name.startswith(".") or (top and name == REPORT)))
        for file in sorted(files):
            name = (Path(base) / file).relative_to(folder).as_posix()
            if name not in known and (file in (JOURNAL, ABOUT) or not is_beside(file)) and name not in _OWN:
                yield name


def seal_gaps(folder: Path, name: str) -> Iterator[Gap]:
    """Yield a gap where a sealed case, which an audit calls `name`, is not as it was sealed."""
    if not (folder / MANIFEST).is_file():
        return
    try:
        faults = list(changes(folder, read_manifest(folder)))
    except (CaseUnusable, OSError) as error:
        faults = [str(error).replace(str(folder), name)]
    if faults:
        more = f" ({len(faults) - 1} more)" if len(faults) > 1 else ""
        yield Gap(code="case-changed", detail=f"{name}: {faults[0]}{more}", blocking=True, count=len(faults))


def seal_state(folder: Path) -> str:
    """Return a sentence on whether a case is as it was sealed."""
    try:
        manifest = read_manifest(folder)
        faults = list(changes(folder, manifest))
    except CaseChanged as error:
        return f"Not as it was sealed: {error}"
    except (CaseUnusable, OSError):
        return f"{folder} is not sealed: nothing shows whether it was changed since it was recorded."
    if faults:
        return f"{folder} is not as it was sealed: {' '.join(faults[:_MOST_FAULTS])}"
    return f"{folder} is as it was sealed on {manifest['sealed']}; mhaudit verify checks a signature, too."
