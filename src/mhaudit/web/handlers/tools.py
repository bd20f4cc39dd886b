"""Tools for captures and cases beside audits: redact, verify, bundle, doctor, show."""

from typing import Any

from tornado.web import HTTPError

from mhaudit.web.handlers.base import Base
from mhaudit.web.listing import item_rows

UNMASKED = "yes-show-planted-values"  # the value with which `mhaudit show` prints unmasked values
_VERIFIED = frozenset({0, 7})  # exit codes for unchanged and changed
_ANSWERED = frozenset({0, 8})  # exit codes for no problem found and problems found


class ToolsPage(Base):
    """The tools, each with the items it can be used on."""

    def get(self) -> None:
        """Send the page."""
        self.page(
            "tools.html.j2",
            captures=self.workspace.newest("captures"),
            cases=self.workspace.newest("cases"),
            apps=self.workspace.names("apps"),
            personas=self.workspace.names("personas"),
            redacted=item_rows(self.workspace, "redacted"),
            bundles=item_rows(self.workspace, "bundles"),
        )


class Redact(Base):
    """The handler that makes a HAR that can be shared."""

    def post(self) -> None:
        """Start the redaction."""
        name = self.field("capture")
        kind: Any = "cases" if name in self.workspace.names("cases") else "captures"
        self.workspace.there(kind, name)
        out = self.workspace.free("redacted", f"{name.partition('.')[0]}.har")
        words = ["redact", f"{kind}/{name}", "--out", f"redacted/{out.name}"]
        for option, of, field in (("--app", "apps", "app"), ("--persona", "personas", "persona")):
            words += [option, path] if (path := self.named(field, of)) else []
        job = self.site.jobs.command(words, f"redact {name}", "", "/tools", frozenset({0, 1}))
        job.then = f"/jobs/{job.id}"
        self.go(job.then)


class CaseTool(Base):
    """The handler of the commands for cases."""

    def post(self, tool: str) -> None:
        """Start the command and redirect to its output."""
        name = self.field("case")
        self.workspace.there("cases", name)
        case = f"cases/{name}"
        if tool == "bundle":
            out = self.workspace.free("bundles", f"{name}.bundle.zip")
            words, fine = ["bundle", case, "--out", f"bundles/{out.name}"], frozenset({0})
        else:
            words, fine = [tool, case], _VERIFIED if tool == "verify" else _ANSWERED
        job = self.site.jobs.command(words, f"{tool} {name}", "", "/tools", fine)
        job.then = f"/jobs/{job.id}"
        self.go(job.then)


class DoctorOfMachine(Base):
    """The check of whether a proxy listens on a port of this machine."""

    def post(self) -> None:
        """Start the check."""
        port = self.field("port", "8080")
        if not (port.isascii() and port.isdigit() and int(port) < 65536):
            raise HTTPError(400)
        job = self.site.jobs.command(["doctor", "--port", port], f"doctor {port}", "", "/tools", _ANSWERED)
        job.then = f"/jobs/{job.id}"
        self.go(job.then)


class ShowPage(Base):
    """One exchange with its values, on the machine that has the capture."""

    async def get(self) -> None:
        """Send the form, and the exchange if one is chosen."""
        given = {
            name: self.get_query_argument(name, "") for name in ("capture", "number", "place", "persona", "unmasked")
        }
        captures = [f"captures/{name}" for name in self.workspace.newest("captures")]
        captures += [f"cases/{name}" for name in self.workspace.newest("cases")]
        says = await self._shown(given, captures) if given["capture"] and given["number"] else ""
        self.page("show.html.j2", captures=captures, personas=self.workspace.names("personas"), given=given, says=says)

    async def _shown(self, given: dict[str, str], captures: list[str]) -> str:
        if given["capture"] not in captures or not given["number"].isdigit():
            raise HTTPError(400)
        options = ["--unredacted", UNMASKED] if given["unmasked"] else []
        if given["persona"]:
            self.workspace.there("personas", given["persona"])
            options += ["--persona", f"personas/{given['persona']}"]
        words = ["show", *options, "--", f"{given['capture']}#{given['number']}", *filter(None, [given["place"]])]
        return (await self.site.jobs.answer(*words)).says
