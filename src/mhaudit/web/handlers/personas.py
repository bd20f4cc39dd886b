"""Personas: made by locale, shown as a sheet to type from, with how well each value can be found."""

from urllib.parse import quote

from mhaudit.draft.files import persona_text
from mhaudit.draft.findability import findability
from mhaudit.draft.locales import choose_locale, locales
from mhaudit.draft.person import PersonaWish, make_persona
from mhaudit.draft.schema_file import schema_name, schema_text
from mhaudit.errors import InvalidFiles, UnknownName
from mhaudit.model.knowledge import Policies
from mhaudit.policy import load
from mhaudit.profile import load_persona
from mhaudit.record.live.persona_sheet import persona_sheet
from mhaudit.report.text.language import marked as _
from mhaudit.web.handlers.base import Base
from mhaudit.web.listing import item_rows
from mhaudit.web.workspace import Workspace, fit_name


def knowledge() -> Policies:
    """Return the shipped policies; they are read once."""
    if not _POLICIES:
        _POLICIES.append(load())
    return _POLICIES[0]


_POLICIES: list[Policies] = []


class PersonasPage(Base):
    """The personas there are, and a form that makes one."""

    def get(self) -> None:
        self.page(
            "personas.html.j2", personas=item_rows(self.workspace, "personas"), locales=locales(), given={}, wrong=""
        )

    def post(self) -> None:
        given = {name: self.field(name) for name in ("name", "locale", "domain", "mailbox")}
        try:
            stem = fit_name(given["name"]).lower().replace(" ", "-") if given["name"] else ""
            id_ = "".join(letter for letter in stem if letter.isascii() and (letter.isalnum() or letter == "-")).strip(
                "-"
            )
            made = make_persona(
                PersonaWish(locale=given["locale"], id=id_, domain=given["domain"], mailbox=given["mailbox"])
            )
        except UnknownName as error:
            self.set_status(400)
            personas = item_rows(self.workspace, "personas")
            self.page("personas.html.j2", personas=personas, locales=locales(), given=given, wrong=str(error))
            return
        path = self.workspace.free("personas", f"{made.id}.yaml")
        self.workspace.write("personas", path.name, persona_text(made))
        add_schema(self.workspace, "personas")
        self.tell(_("{name} was made."), name=path.name)
        locale = quote(given["locale"])
        self.go(f"/personas/{quote(path.name)}?locale={locale}")


class PersonaPage(Base):
    """The sheet."""

    def get(self, name: str) -> None:
        path = self.workspace.there("personas", name)
        try:
            persona = load_persona(path, knowledge())
        except InvalidFiles as error:
            self.page("message.html.j2", text=str(error).replace(str(path), name), status=200)
            return
        sheet = persona_sheet(persona, knowledge().kinds)
        lines = list(zip(sheet, (findability(value) for value in persona.values), strict=True))
        code = self.get_query_argument("locale", "")
        phone = choose_locale(code).phone if code in locales() else None
        self.page("persona.html.j2", name=name, persona=persona, lines=lines, phone=phone, locale=code)


def add_schema(workspace: Workspace, kind: str) -> None:
    """Put the schema of a kind of file beside the files, for editors."""
    of = "persona" if kind == "personas" else "app"
    path = workspace.root / kind / schema_name(of)  # type: ignore[arg-type]
    if not path.exists():
        path.write_text(schema_text(of), encoding="utf-8")  # type: ignore[arg-type]
        path.chmod(0o600)
