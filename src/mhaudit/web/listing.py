"""The rows of the lists, read with only the needed fields of each file."""

import re
from pathlib import Path

from msgspec import DecodeError, Struct, ValidationError, field
from msgspec.json import decode

from mhaudit.policy.yaml_text import parse
from mhaudit.report.text.sentences import outcome_key
from mhaudit.web.workspace import Workspace

_ID = re.compile(r"^(id|name|country): *(.{1,200})$", re.MULTILINE)


class _Verdict(Struct):
    """The verdict of an audit.json."""

    outcome: str = ""
    fail_on: str = ""


class _Subject(Struct):
    """The subject of an audit.json."""

    name: str = ""
    id: str = ""


class _Capture(Struct):
    """A capture of an audit.json."""

    name: str = ""
    exchanges: int = 0


class _From(Struct):
    """The inputs of an audit.json."""

    captures: list[_Capture] = field(default_factory=list)


class _Finding(Struct):
    """A finding of an audit.json."""

    severity: str = ""
    status: str = ""
    categories: tuple[str, ...] = ()


class _Audit(Struct):
    """The fields of an audit.json that the list shows."""

    verdict: _Verdict
    subject: _Subject
    generated_from: _From
    findings: list[_Finding] = field(default_factory=list)


class AuditRow(Struct, frozen=True):
    """One audit in the list; `name` is its name in addresses, `outcome` a key of terms.OUTCOMES."""

    name: str
    kind: str
    app: str
    outcome: str
    findings: int
    exchanges: int
    captures: tuple[str, ...]
    changed: float


_rows: dict[tuple[str, float, int], AuditRow] = {}


def audit_file(workspace: Workspace, kind: str, name: str) -> Path:
    """Return the path of the audit.json of an audit or a case. Raise UnknownName where there is no such folder."""
    if kind == "cases":
        return workspace.there("cases", name) / "report" / "audit.json"
    return workspace.there("audits", name) / "audit.json"


def audits(workspace: Workspace) -> list[AuditRow]:
    """Return all audits, those of cases included, newest first; files that are not audits are left out."""
    found = [
        row
        for kind, names in (("audits", workspace.names("audits")), ("cases", workspace.names("cases")))
        for name in names
        if (row := _row(audit_file(workspace, kind, name), kind, name))
    ]
    return sorted(found, key=lambda row: -row.changed)


def _row(path: Path, kind: str, name: str) -> AuditRow | None:
    try:
        state = path.stat()
        key = (str(path), state.st_mtime, state.st_size)
        if key not in _rows:
            _rows[key] = _read_row(path, kind, name, state.st_mtime)
        return _rows[key]
    except (OSError, DecodeError, ValidationError):
        return None


def _read_row(path: Path, kind: str, name: str, changed: float) -> AuditRow:
    found = decode(path.read_bytes(), type=_Audit)
    return AuditRow(
        name=name,
        kind=kind,
        app=found.subject.name or found.subject.id,
        outcome=outcome_key(found.verdict.outcome, found.verdict.fail_on, found.findings),
        findings=sum(one.status != "waived" for one in found.findings),
        exchanges=sum(one.exchanges for one in found.generated_from.captures),
        captures=tuple(one.name for one in found.generated_from.captures),
        changed=changed,
    )


class FileRow(Struct, frozen=True):
    """One file or folder in a list; `says` is its name or country."""

    name: str
    size: int
    changed: float
    says: str = ""


def item_rows(workspace: Workspace, kind: str) -> list[FileRow]:
    """Return the items of a kind, newest first."""
    found = []
    for name in workspace.newest(kind):  # type: ignore[arg-type]
        path = workspace.root / kind / name
        says = _said(path) if kind in ("personas", "apps") else ""
        found.append(FileRow(name, workspace.size(kind, name), path.stat().st_mtime, says))  # type: ignore[arg-type]
    return found


def _said(path: Path) -> str:
    """Return the name or country in a file, without reading all of it."""
    with path.open(encoding="utf-8", errors="replace") as file:
        found = dict(_ID.findall(file.read(4096)))
    said = found.get("name") or found.get("country") or '""'
    source = parse(f"said: {said}".encode(errors="replace"), path.name, [])
    return str(source.data["said"]) if source else ""
