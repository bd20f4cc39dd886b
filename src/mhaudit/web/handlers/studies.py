"""Studies: figures over the audits of many apps."""

from typing import Any
from urllib.parse import quote

import yaml
from tornado.web import HTTPError

from mhaudit.report.text.language import marked as _
from mhaudit.web.handlers.audits import REPORT_POLICY
from mhaudit.web.handlers.base import Base
from mhaudit.web.listing import audits

MANIFEST, TABLES, REPORT = "apps.yaml", "tables", "report"
FEWEST = 2
FILES = ("study.html", "study.csv", "shares.parquet")


class StudiesPage(Base):
    """The list of studies, and a form that makes one from audits."""

    def get(self) -> None:
        """Send the list and the form."""
        self.page("studies.html.j2", audits=audits(self.workspace), studies=self.workspace.newest("studies"))

    def post(self) -> None:
        """Write a manifest of the chosen audits and start the study."""
        chosen = set(self.get_body_arguments("audit"))
        rows = [row for row in audits(self.workspace) if f"{row.kind}/{row.name}" in chosen]
        if len(rows) < FEWEST:
            self.tell(_("Choose at least two audits."), wrong=True)
            self.go("/studies")
            return
        folder = self.workspace.free("studies", self.field("name", "study"))
        folder.mkdir(mode=0o700)
        apps = [_app(row.kind, row.name, row.app) for row in rows]
        (folder / MANIFEST).write_text(yaml.safe_dump({"apps": apps}, allow_unicode=True), encoding="utf-8")
        words = ["study", "run", f"studies/{folder.name}/{MANIFEST}", "--out", f"studies/{folder.name}/{TABLES}"]
        job = self.site.jobs.command(words, folder.name, f"/studies/{quote(folder.name)}", "/studies")
        self.go(f"/jobs/{job.id}")


def _app(kind: str, name: str, app: str) -> dict[str, str]:
    """Return the manifest's row for an audit, with paths relative to the manifest."""
    audit = f"{kind}/{name}/audit.json" if kind == "audits" else f"{kind}/{name}/report/audit.json"
    return {"app": name, "name": app or name, "captures": f"../../{audit}"}


class StudyPage(Base):
    """The page of one study; its report is generated on the first request."""

    async def get(self, name: str) -> None:
        """Send the page of the study; 404 where it has no tables."""
        folder = self.workspace.there("studies", name)
        if not (folder / TABLES / "study.json").is_file():
            raise HTTPError(404)
        if not (folder / REPORT / FILES[0]).is_file():
            below = f"studies/{name}"
            job = await self.site.jobs.answer("study", "report", f"{below}/{TABLES}", "--out", f"{below}/{REPORT}")
            if job.state != "done":
                self.page("message.html.j2", text=job.says, status=200)
                return
        self.page("study.html.j2", name=name, files=FILES)


class StudyFrame(Base):
    """The report of a study in a frame with its own origin."""

    def get(self, name: str) -> None:
        """Send the HTML report with its own Content-Security-Policy."""
        path = self.workspace.there("studies", name) / REPORT / FILES[0]
        if not path.is_file():
            raise HTTPError(404)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", REPORT_POLICY)
        self.set_header("X-Frame-Options", "SAMEORIGIN")
        self.finish(path.read_bytes())


class StudyFile(Base):
    """A file of the report, as a download."""

    async def get(self, name: str, file: Any) -> None:
        """Send the file; 404 for an unknown name."""
        path = self.workspace.there("studies", name) / REPORT / file
        if file not in FILES or not path.is_file():
            raise HTTPError(404)
        await self.send(path, "application/octet-stream", f"{name}-{file}")
