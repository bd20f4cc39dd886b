"""`manifest.json`: what a case held when its recording was stopped, so that every later change shows."""

import hashlib
import json
import platform
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mhaudit.errors import CaseUnusable
from mhaudit.model.subject import ABOUT, APP, CAPTURE, JOURNAL, MANIFEST, MANIFEST_SCHEMA, PERSONA
from mhaudit.profile.files import named_in
from mhaudit.record.append_only_file import AppendOnlyFile

SEALED = (ABOUT, APP, PERSONA, CAPTURE, JOURNAL)


def seal(folder: Path, versions: Mapping[str, str]) -> None:
    """Writes the manifest: SHA-256 and size of each file, versions, and the time in UTC."""
    manifest = {
        "schema": MANIFEST_SCHEMA,
        "sealed": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "versions": {**versions, "python": platform.python_version()},
        "files": {name: measured(folder / name) for name in sealed(folder) if (folder / name).exists()},
    }
    file = AppendOnlyFile(folder / MANIFEST)
    file.add(json.dumps(manifest, indent=2).encode() + b"\n")
    file.close()


def sealed(folder: Path) -> tuple[str, ...]:
    """The files that a manifest speaks of: those of every case, and those that its app profile names."""
    return tuple(dict.fromkeys((*SEALED, *named_in(folder / APP))))


def measured(path: Path) -> dict[str, Any]:
    """The SHA-256 of a file, in hex, and its size in bytes."""
    with path.open("rb") as file:
        return {"sha256": hashlib.file_digest(file, "sha256").hexdigest(), "bytes": path.stat().st_size}


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a case. Raises CaseUnusable where there is none, or where it is none."""
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_bytes())
    except OSError as error:
        why = "the recording was not stopped in order, or the manifest was taken away"
        raise CaseUnusable(f"{path}: can't be read ({error.strerror}): {why}.") from error
    except ValueError as error:
        raise CaseUnusable(f"{path}: this is no manifest: {error}.") from error
    if not isinstance(manifest, dict) or manifest.get("schema") != MANIFEST_SCHEMA:
        raise CaseUnusable(f"{path}: this is no manifest of the schema {MANIFEST_SCHEMA}.")
    if not isinstance(manifest.get("files"), dict) or not isinstance(manifest.get("sealed"), str):
        raise CaseUnusable(f"{path}: files or time are missing.")
    return manifest


def changes(folder: Path, manifest: Mapping[str, Any]) -> Iterator[str]:
    """What is not as the manifest says, as sentences; none where the case is whole."""
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
