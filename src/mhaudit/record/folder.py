"""Create the case folder, readable by its owner only, and never over another recording."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct, field

from mhaudit.errors import CaseUnusable
from mhaudit.ingest.case.manifest import measured
from mhaudit.model.subject import ABOUT, APP, CASE_SCHEMA, PERSONA
from mhaudit.profile.files import referenced_files
from mhaudit.record.append_only_file import AppendOnlyFile


class About(Struct, frozen=True, kw_only=True):
    """Files to keep with a recording, and facts on the app and the device, known at its start."""

    app: Path | None = None
    persona: Path | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


def make_case(folder: Path, about: About, versions: Mapping[str, str]) -> None:
    """Create the folder with `case.yaml`, and copies of the app profile and the persona.

    Raise CaseUnusable where the folder is not empty or can't be created.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise CaseUnusable(f"{folder}: the folder is not empty, and no file is overwritten. Give a new one.")
        folder.chmod(0o700)
    except OSError as error:
        raise CaseUnusable(f"{error.filename or folder}: {error.strerror or error}.") from error
    try:
        kept = {name: _copy(source, folder / name) for name, source in _given(about)}
        _write(folder / ABOUT, _yaml({**_opening(), "recorded_with": dict(versions), **about.facts, "files": kept}))
    except OSError as error:
        discard(folder)
        raise CaseUnusable(f"{error.filename or folder}: {error.strerror or error}.") from error


def discard(folder: Path) -> None:
    """Remove the files of a recording that never began, and the folder if it is then empty."""
    for inner in sorted((path for path in folder.rglob("*") if not path.is_symlink()), reverse=True):
        if inner.is_file():
            inner.unlink()
        else:
            inner.rmdir()
    with suppress(OSError):
        folder.rmdir()


def _given(about: About) -> list[tuple[str, Path]]:
    files = [(APP, about.app), (PERSONA, about.persona)]
    if about.app is not None:  # a notice and manifests that the profile names are copied to the same relative paths
        files += [(name, about.app.parent / name) for name in referenced_files(about.app)]
    return [(name, source) for name, source in files if source is not None]


def _opening() -> dict[str, str]:
    return {"schema": CASE_SCHEMA, "begun": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")}


def _copy(source: Path, target: Path) -> dict[str, str]:
    content = source.read_bytes()
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(target, content)
    return {"sha256": hashlib.sha256(content).hexdigest()}


def _write(path: Path, content: bytes) -> None:
    file = AppendOnlyFile(path)
    file.add(content)
    file.close()


def _yaml(data: dict[str, Any]) -> bytes:
    return yaml.safe_dump(data, allow_unicode=True, encoding="utf-8")


def case_facts(device: str, package: Path | None, modified: bool | None) -> dict[str, Any]:
    """Return the known facts for `case.yaml`. Raise CaseUnusable where the app's file can't be read."""
    said: dict[str, Any] = {"device": device} if device else {}
    if package is not None:
        try:
            said["package"] = {"name": package.name, **measured(package)}
        except OSError as error:
            raise CaseUnusable(f"{package}: {error.strerror or error}.") from error
    if modified is not None:
        said["app_modified"] = modified
    return said
