"""`manifest.json`: checksums of a case at the end of its recording, so that every later change is detected."""

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
    """Return the files in a manifest: those of every case, and those that its app profile names."""
    return tuple(dict.fromkeys((*SEALED, *referenced_files(folder / APP))))


def measured(path: Path) -> dict[str, Any]:
    """Return the SHA-256 of a file, in hex, and its size in bytes."""
    with path.open("rb") as file:
        return {"sha256": hashlib.file_digest(file, "sha256").hexdigest(), "bytes": path.stat().st_size}


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of a case. Raise CaseUnusable if it is missing, CaseChanged if it is invalid."""
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_bytes())
    except OSError as error:
        why = "it is not a sealed case. Give a case folder whose recording was stopped cleanly"
        raise CaseUnusable(f"{path}: can't be read ({error.strerror}): {why}.") from error
    except (ValueError, RecursionError) as error:
        raise CaseChanged(f"{path}: not a manifest: {type(error).__name__}.") from error
    if not isinstance(manifest, dict) or manifest.get("schema") != MANIFEST_SCHEMA:
        raise CaseChanged(f"{path}: not a manifest of the schema {MANIFEST_SCHEMA}.")
    if not isinstance(manifest.get("files"), dict) or not isinstance(manifest.get("sealed"), str):
        raise CaseChanged(f"{path}: files or time are missing.")
    return manifest


def changes(folder: Path, manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield the differences from the manifest, as sentences; nothing if the case is unchanged.

    Covers every file that an audit of the case would read, including files that were added later.
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
    yield from (f"{name!r} is not a file of a case." for name in sorted(set(listed) - set(ours)))
    yield from (f"{name} was added; an audit of the case would read it." for name in added(folder, {*ours, *listed}))


def added(folder: Path, known: Container[str]) -> Iterator[str]:
    """Yield the files below a case that an audit would read and that are not in `known`."""
    for base, folders, files in walk(folder):
        top = Path(base) == folder
        folders[:] = sorted(name for name in folders if not (name.startswith(".") or (top and name == REPORT)))
        for file in sorted(files):
            name = (Path(base) / file).relative_to(folder).as_posix()
            if name not in known and (file in (JOURNAL, ABOUT) or not is_beside(file)) and name not in _OWN:
                yield name


def seal_gaps(folder: Path, name: str) -> Iterator[Gap]:
    """Yield a gap if a sealed case, called `name` in the audit, was changed."""
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
    """Return a sentence on whether a case is unchanged since it was sealed."""
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
