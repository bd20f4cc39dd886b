"""An audit: its report, its formats and letters, a comparison of two, and the deletion of any item."""

from typing import Any
from urllib.parse import quote

from tornado.web import HTTPError

from mhaudit.report.formats.registry import FILE_NAMES
from mhaudit.report.text.language import LANGUAGES
from mhaudit.report.text.language import marked as _
from mhaudit.web.handlers.base import Base
from mhaudit.web.listing import audit_file, audits
from mhaudit.web.workspace import ENDINGS

# A report is untrusted content for this server, so it gets its own origin.
REPORT_POLICY = "sandbox allow-scripts allow-popups; frame-ancestors 'self'"
COMPARED = ("comparison.html", "report.html")  # the page of two audits, and that of two persons
_KINDS_OF_FILE = {
    "html": "text/html",
    "json": "application/json",
    "md": "text/markdown",
    "txt": "text/plain",
    "csv": "text/csv",
    "xml": "application/xml",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
LISTED = (
    ("html", "json", "pdf", "txt", "md"),
    ("csv-findings", "csv-observations", "csv-recipients", "sarif", "junit"),
)


def letters() -> tuple[str, ...]:
    """Return the letters, as names of formats."""
    return tuple(name for name in FILE_NAMES if name.startswith("letter-"))


class AuditPage(Base):
    """The page of one audit."""

    def get(self, kind: str, name: str) -> None:
        """Send the page of the audit; 404 where there is none."""
        row = next((row for row in audits(self.workspace) if (row.kind, row.name) == (kind, name)), None)
        if row is None:
            raise HTTPError(404)
        self.page("audit.html.j2", row=row, listed=LISTED, letters=letters(), file_names=FILE_NAMES)


class RenderedAudit(Base):
    """The base of handlers that render an audit with `mhaudit report` on request."""

    async def rendered(self, kind: str, name: str, format: str, language: str) -> Any:
        """Return the rendered file; None after sending an error page. Raise HTTPError for an unknown audit or a bad
        format.
        """
        audit = audit_file(self.workspace, kind, name)
        if format not in FILE_NAMES or language not in LANGUAGES or not audit.is_file():
            raise HTTPError(404)
        out = self.workspace.work / f"{id(self):x}-{FILE_NAMES[format]}"
        words = ("report", str(audit), *_asked(format), "--language", language, "--out", str(out))
        job = await self.site.jobs.answer(*words)
        if job.state != "done":
            self.set_status(500)
            self.page("message.html.j2", text=job.says, status=500)
            return None
        return out


def _asked(format: str) -> tuple[str, ...]:
    """Return the options of `mhaudit report` for one file of a letter, or for a format."""
    if not format.startswith("letter-"):
        return ("--format", format)
    who, _, law = format.removeprefix("letter-").partition("-")
    law = law.partition("-")[0]
    return ("--format", f"letter-{who}", *(("--law", law) if who == "regulator" else ()))


class ReportFrame(RenderedAudit):
    """The report in a frame with its own origin."""

    async def get(self, kind: str, name: str) -> None:
        """Send the HTML report with its own Content-Security-Policy."""
        out = await self.rendered(kind, name, "html", self.language)
        if out is None:
            return
        body = out.read_bytes()
        out.unlink()
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", REPORT_POLICY)
        self.set_header("X-Frame-Options", "SAMEORIGIN")
        self.finish(body)


class FormatFile(RenderedAudit):
    """An audit in a format, as a download."""

    async def get(self, kind: str, name: str, format: str) -> None:
        """Send the rendered file as a download."""
        language = self.get_query_argument("language", self.language)
        out = await self.rendered(kind, name, format, language)
        if out is None:
            return
        try:
            ending = FILE_NAMES[format].rpartition(".")[2]
            await self.send(out, _KINDS_OF_FILE.get(ending, "application/octet-stream"), f"{name}-{FILE_NAMES[format]}")
        finally:
            out.unlink()


class Download(Base):
    """A file that a job wrote to the workspace, as a download."""

    async def get(self, kind: Any, name: str) -> None:
        """Send the file; 404 for other kinds of items."""
        if kind not in ("redacted", "bundles", "personas", "apps"):
            raise HTTPError(404)
        await self.send(self.workspace.there(kind, name), "application/octet-stream", name)


class ComparePage(Base):
    """The form that compares two audits, captures or cases."""

    def get(self) -> None:
        """Send the form and the list of comparisons."""
        self.page("compare.html.j2", **self.choices(), comparisons=self.workspace.newest("comparisons"))

    def choices(self) -> dict[str, Any]:
        """Return the items that can be compared."""
        return {
            "audits": audits(self.workspace),
            "captures": self.workspace.newest("captures"),
            "cases": self.workspace.newest("cases"),
            "apps": self.workspace.names("apps"),
            "personas": self.workspace.names("personas"),
        }

    def post(self) -> None:
        """Start the comparison of the two chosen items."""
        before, after = self._side("before"), self._side("after")
        if not before or not after or before == after:
            self.tell(_("Choose two that differ."), wrong=True)
            self.go("/compare")
            return
        out = self.workspace.free("comparisons", f"{_stem(before)} - {_stem(after)}")
        words = ["compare", before, after, "--out", f"comparisons/{out.name}", "--language", self.language]
        for option, kind, field in (("--app", "apps", "app"), ("--persona", "personas", "persona")):
            words += [option, path] if (path := self.named(field, kind)) else []
        if other := self.named("other_persona", "personas"):
            words += ["--other-persona", other]
        job = self.site.jobs.command(words, out.name, "", "/compare", frozenset({0, 1}))
        job.then = f"/comparisons/{quote(out.name)}?job={job.id}"
        self.go(f"/jobs/{job.id}")

    def _side(self, field: str) -> str:
        """Return one side as a path in the workspace."""
        kind, _, name = self.field(field).partition("/")
        if kind == "audits":
            return f"audits/{self.workspace.there('audits', name).name}/audit.json"
        if kind in ("captures", "cases"):
            self.workspace.there(kind, name)  # type: ignore[arg-type]
            return f"{kind}/{name}"
        return ""


def _stem(path: str) -> str:
    return path.removesuffix("/audit.json").rpartition("/")[2]


class ComparisonPage(Base):
    """The result of a comparison."""

    def get(self, name: str) -> None:
        """Send the command's output and the list of files."""
        folder = self.workspace.there("comparisons", name)
        job = self.site.jobs.get(self.get_query_argument("job", ""))
        files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        shown = next((page for page in COMPARED if page in files), "")
        self.page("comparison.html.j2", name=name, says=job.says if job else "", files=files, shown=shown)


class ComparisonFrame(Base):
    """The page of a comparison in a frame with its own origin."""

    def get(self, name: str) -> None:
        """Send the page of the comparison with its own Content-Security-Policy."""
        folder = self.workspace.there("comparisons", name)
        path = next((folder / page for page in COMPARED if (folder / page).is_file()), None)
        if path is None:
            raise HTTPError(404)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", REPORT_POLICY)
        self.set_header("X-Frame-Options", "SAMEORIGIN")
        self.finish(path.read_bytes())


class DeletePage(Base):
    """The confirmation of a deletion, and the deletion."""

    def get(self, kind: Any, name: str) -> None:
        """Send the confirmation with the size of the item."""
        self._known(kind)
        size = self.workspace.size(kind, name)
        self.page("delete.html.j2", kind=kind, name=name, bytes=size)

    def post(self, kind: Any, name: str) -> None:
        """Delete the item."""
        self._known(kind)
        self.workspace.delete(kind, name)
        self.tell(_("{name} was deleted."), name=name)
        back = {"personas": "/personas", "apps": "/apps", "comparisons": "/compare", "studies": "/studies"}
        self.go(back.get(kind, "/tools" if kind in ("redacted", "bundles") else "/"))

    def _known(self, kind: str) -> None:
        if kind not in ENDINGS:
            raise HTTPError(404)
