"""Objections to the findings of an audit: written to disputes.yaml beside it, and printed in every later report."""

from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import yaml
from msgspec import Struct
from msgspec.json import decode
from tornado.web import HTTPError

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.policy.yaml_text import parse
from mhaudit.profile.disputes import FILE, load_disputes
from mhaudit.report.text.language import marked as _
from mhaudit.web.handlers.base import Base
from mhaudit.web.listing import audit_file

OUTCOMES = ("open", "upheld", "corrected", "retracted", "withdrawn")
FIELDS = ("finding", "by", "on", "says", "outcome", "answer")


class FindingRow(Struct, frozen=True):
    """A finding that can be disputed."""

    id: str
    title: str
    organisation: str | None = None


class _Findings(Struct):
    """The findings of an audit.json."""

    findings: tuple[FindingRow, ...] = ()


class ObjectionsPage(Base):
    """The list of objections, and a form that adds one."""

    def get(self, kind: str, name: str) -> None:
        """Send the list and an empty form."""
        self._show(kind, name, {"on": datetime.now(UTC).date().isoformat()}, "")

    def post(self, kind: str, name: str) -> None:
        """Add the objection, or send the form again with its faults."""
        audit = self._audit(kind, name)
        given = {field: self.field(field) for field in FIELDS}
        entries = [*_written(audit.parent / FILE), _entry(given)]
        text = yaml.safe_dump({"disputes": entries}, allow_unicode=True, sort_keys=False)
        if faults := self._faults(text, audit):
            self.set_status(400)
            self._show(kind, name, given, faults)
            return
        path = audit.parent / FILE
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        self.tell(_("The objection was added. Reports print it from now on."))
        self.go(f"/audits/{kind}/{quote(name)}/objections")

    def _show(self, kind: str, name: str, given: dict[str, str], wrong: str) -> None:
        audit = self._audit(kind, name)
        findings = decode(audit.read_bytes(), type=_Findings).findings
        shared = {"findings": findings, "outcomes": OUTCOMES, "written": _written(audit.parent / FILE)}
        self.page("objections.html.j2", kind=kind, name=name, given=given, wrong=wrong, **shared)

    def _audit(self, kind: str, name: str) -> Path:
        path = audit_file(self.workspace, kind, name)
        if not path.is_file():
            raise HTTPError(404)
        return path

    def _faults(self, text: str, audit: Path) -> str:
        """Return the faults that a report would find in the file, or ""."""
        ids = {finding.id: finding.id for finding in decode(audit.read_bytes(), type=_Findings).findings}
        with TemporaryDirectory(dir=self.workspace.work) as folder:
            path = Path(folder) / FILE
            path.write_text(text, encoding="utf-8")
            try:
                load_disputes(path, ids)
            except InvalidFiles as error:
                return "\n".join(f"{fault.path}: {fault.what}" for fault in error.faults)
        return ""


def _entry(given: dict[str, str]) -> dict[str, Any]:
    entry: dict[str, Any] = {name: value for name, value in given.items() if value}
    try:
        entry["on"] = date.fromisoformat(given["on"])
    except ValueError:
        entry["on"] = given["on"]
    return entry


def _written(path: Path) -> list[dict[str, Any]]:
    """Return the entries of a file, an empty list where there is no file. Raise InvalidFiles where it can't be kept."""
    if not path.is_file():
        return []
    faults: list[Fault] = []
    source = parse(path.read_bytes(), FILE, faults)
    entries = source.data.get("disputes") if source else None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise InvalidFiles(faults or [Fault(FILE, 1, "disputes", "must be a list of objections")])
    return entries
