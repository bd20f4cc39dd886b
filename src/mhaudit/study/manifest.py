"""The apps of a study: a manifest in CSV or YAML, or a folder in which each file or case is one app.

A path in a manifest is relative to it, or an address such as `s3://bucket/app.har` that fsspec opens.
"""

import csv
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, convert

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.ingest.case.folder import is_case
from mhaudit.profile.checked_file import read

COLUMNS = ("app", "name", "version", "platform", "wave", "captures", "profile", "persona")
_LISTS = {".csv", ".yaml", ".yml"}
_BETWEEN = ";"  # separates the captures of one app in CSV


class StudyApp(Struct, frozen=True, kw_only=True):
    """One row of a study: an app in one version, on one platform, in one wave, with its captures.

    `profile` and `persona` are "" where none is given; a case has its own.
    """

    app: str
    captures: tuple[str, ...]
    name: str = ""
    version: str = ""
    platform: str = ""
    wave: str = ""
    profile: str = ""
    persona: str = ""

    @property
    def key(self) -> str:
        """Return an id of the row's content: twelve hex digits of a SHA-256."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()[:12]


def apps_of(paths: Sequence[str]) -> list[StudyApp]:
    """Return the rows of manifests, folders, captures, cases and saved audits, sorted by app and version.

    Raise InvalidFiles with all faults of a manifest, and where a row is listed twice.
    """
    rows = [row for path in paths for row in _apps_of(path)]
    seen: set[str] = set()
    for row in rows:
        if row.key in seen:
            raise InvalidFiles(
                [Fault(row.captures[0], 0, "", f"app {row.app!r} is in the study twice; remove one row")]
            )
        seen.add(row.key)
    if not rows:
        raise InvalidFiles([Fault(path, 0, "", "holds no capture, case or saved audit") for path in paths])
    return sorted(rows, key=lambda row: (row.app, row.wave, row.version, row.platform, row.key))


def _apps_of(path: str) -> Iterator[StudyApp]:
    local = Path(path)
    if "://" in path:
        yield StudyApp(app=_stem(path), captures=(path,))
    elif local.is_dir() and not is_case(local):
        for entry in sorted(local.iterdir()):
            if not entry.name.startswith("."):
                yield StudyApp(app=entry.name if is_case(entry) else _stem(entry.name), captures=(str(entry),))
    elif local.suffix.lower() in _LISTS and local.is_file():
        yield from _csv(local) if local.suffix.lower() == ".csv" else _yaml(local)
    elif local.exists():
        yield StudyApp(app=local.name if local.is_dir() else _stem(local.name), captures=(path,))
    else:
        raise InvalidFiles([Fault(path, 0, "", "does not exist; give a manifest, a folder, captures or saved audits")])


def _stem(path: str) -> str:
    """Return the name of a file without its suffixes: `daylio` for `a/daylio.har.gz`."""
    return path.rstrip("/").rpartition("/")[2].partition(".")[0] or path


def _yaml(path: Path) -> Iterator[StudyApp]:
    source, _ = read(path, "study")
    for entry in source.data["apps"]:
        yield _row(path, {**entry, "captures": _as_list(entry["captures"])})


def _as_list(captures: str | list[str]) -> list[str]:
    return [captures] if isinstance(captures, str) else captures


def _csv(path: Path) -> Iterator[StudyApp]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = csv.DictReader(file)
        faults = list(_columns(path, table.fieldnames or ()))
        rows = [(table.line_num, row) for row in table] if not faults else []
    for line, row in rows:
        faults += (Fault(str(path), line, name, "is empty") for name in ("app", "captures") if not row[name])
        if None in row:
            faults.append(Fault(str(path), line, "", f"has more than {len(table.fieldnames or ())} fields"))
    if faults:
        raise InvalidFiles(faults)
    for _, row in rows:
        captures = [one.strip() for one in row["captures"].split(_BETWEEN) if one.strip()]
        yield _row(path, {**{name: value or "" for name, value in row.items()}, "captures": captures})


def _columns(path: Path, names: Sequence[str]) -> Iterator[Fault]:
    for name in ("app", "captures"):
        if name not in names:
            yield Fault(str(path), 1, name, f"the column is missing; allowed are {', '.join(COLUMNS)}")
    for name in names:
        if name not in COLUMNS:
            yield Fault(str(path), 1, name, f"unknown column; allowed are {', '.join(COLUMNS)}")


def _row(path: Path, fields: dict[str, Any]) -> StudyApp:
    """Return a row with its paths made relative to the current folder."""
    fields["captures"] = [_beside(path, one) for one in fields["captures"]]
    for name in ("profile", "persona"):
        fields[name] = _beside(path, fields[name]) if fields.get(name) else ""
    return convert(fields, StudyApp)


def _beside(manifest: Path, path: str) -> str:
    return path if "://" in path or Path(path).is_absolute() else str(manifest.parent / path)
