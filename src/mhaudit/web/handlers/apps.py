"""App profiles: a form with the domains of a capture to choose from, validated as `mhaudit audit` does."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from mhaudit.draft.files import app_text
from mhaudit.errors import InvalidFiles
from mhaudit.profile import load_app
from mhaudit.report.text.language import marked as _
from mhaudit.web.app_form import ASSERTS, AppFields, fields_of_file, fields_of_form, profile_of
from mhaudit.web.handlers.base import Base
from mhaudit.web.handlers.personas import add_schema, knowledge
from mhaudit.web.listing import item_rows
from mhaudit.web.workspace import fit_name

_OFFER = re.compile(r"^#   - (\S+) # (.*)$", re.MULTILINE)
_NOT_AN_ID = re.compile(r"[^A-Za-z0-9._-]+")


class AppsPage(Base):
    """The list of profiles."""

    def get(self) -> None:
        """Send the list of profiles."""
        self.page("apps.html.j2", apps=item_rows(self.workspace, "apps"), captures=self.workspace.newest("captures"))


class AppForm(Base):
    """The base of the handlers of a profile's form."""

    def form(self, fields: AppFields, name: str, faults: list[str], offers: list[tuple[str, str]]) -> None:
        """Send the form."""
        known = knowledge()
        organisations = sorted({*known.services, *known.organisations})
        more = {"faults": faults, "offers": offers, "asserts": ASSERTS, "organisations": organisations}
        self.page("app.html.j2", fields=fields, name=name, kinds=sorted(known.kinds), **more)

    def fields(self, name: str) -> AppFields:
        """Return the fields of the submitted form."""
        kept = self._written(name).kept if name else {}
        return fields_of_form(lambda field: self.get_body_arguments(field), kept)

    def _written(self, name: str) -> AppFields:
        path = self.workspace.there("apps", name)
        return fields_of_file(path.read_text(encoding="utf-8"))

    def faults(self, fields: AppFields, notice: tuple[str, bytes] | None) -> tuple[str, list[str]]:
        """Return the profile as text, and the faults that an audit would find in it."""
        if notice:
            fields.notice["file"] = notice[0]
        text = app_text(profile_of(fields))
        with TemporaryDirectory(dir=self.workspace.work) as folder:
            path = Path(folder) / "app.yaml"
            path.write_text(text, encoding="utf-8")
            named = fields.notice.get("file", "")
            if notice:
                (Path(folder) / notice[0]).write_bytes(notice[1])
            elif named and (self.workspace.root / "apps" / fit_name(named)).is_file():
                (Path(folder) / named).write_bytes((self.workspace.root / "apps" / fit_name(named)).read_bytes())
            try:
                load_app(path, knowledge())
            except InvalidFiles as error:
                return text, [f"{fault.path}: {fault.what}" if fault.path else fault.what for fault in error.faults]
        return text, []

    def notice(self) -> tuple[str, bytes] | None:
        """Return the uploaded notice as (name, content), or None."""
        files = self.request.files.get("notice", [])
        if not files or not files[0].body:
            return None
        return f"notice-{fit_name(files[0].filename.replace(' ', '-'))}", files[0].body


class NewApp(AppForm):
    """A form for a new profile."""

    async def get(self) -> None:
        """Send an empty form, with the domains of a capture if one is chosen."""
        capture, offers = self.get_query_argument("capture", ""), []
        if capture:
            self.workspace.there("captures", capture)
            job = await self.site.jobs.answer("new", "app", f"captures/{capture}")
            offers = [(domain, says) for domain, says in _OFFER.findall(job.says)]
            if not offers:
                self.tell(_("No domain was found in {name}."), wrong=True, name=capture)
        self.form(AppFields(plain={"name": "", "id": ""}), "", [], offers)


class AppPage(AppForm):
    """A form for an existing profile."""

    def get(self, name: str) -> None:
        """Send the form of the profile, or a page with the fault that prevents it."""
        try:
            fields = self._written(name)
        except ValueError as error:
            self.page("message.html.j2", text=f"{name}: {error}", status=200)
            return
        self.form(fields, name, self.faults(fields, None)[1], [])


class SaveApp(AppForm):
    """The handler that writes a valid profile."""

    def post(self) -> None:
        """Write the profile, or send the form again with its faults."""
        name, notice = self.field("file"), self.notice()
        fields = self.fields(name)
        plain = fields.plain
        plain["id"] = plain["id"] or _NOT_AN_ID.sub("-", plain["name"].lower()).strip("-.")
        text, faults = self.faults(fields, notice)
        if faults:
            self.set_status(400)
            self.form(fields, name, faults, [])
            return
        if notice:
            self.workspace_file(notice)
        target = name or self.workspace.free("apps", f"{plain['id']}.yaml").name
        self.workspace.write("apps", target, text)
        add_schema(self.workspace, "apps")
        self.tell(_("{name} was saved."), name=target)
        self.go(f"/apps/{quote(target)}")

    def workspace_file(self, notice: tuple[str, bytes]) -> None:
        """Write a notice beside the profiles, readable by its owner only."""
        path = self.workspace.root / "apps" / notice[0]
        path.write_bytes(notice[1])
        path.chmod(0o600)


class CheckApp(AppForm):
    """The validation of a profile while it is typed."""

    def post(self) -> None:
        """Send the faults of the profile as JSON."""
        name = self.field("file")
        fields = self.fields(name)
        fields.plain["id"] = fields.plain["id"] or "app"
        _text, faults = self.faults(fields, self.notice())
        self.finish({"faults": faults})
