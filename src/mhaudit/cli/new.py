"""`mhaudit new`: draft a persona, an app profile, or the settings of a project."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mhaudit.cli.examples import ending
from mhaudit.cli.output import is_stream, write_whole
from mhaudit.cli.screen import complain, counting, show, show_line
from mhaudit.errors import NothingToAudit

if TYPE_CHECKING:
    from mhaudit.draft.domains import Offer
    from mhaudit.draft.schema_file import Kind
    from mhaudit.model.subject import Persona

new = typer.Typer(help="Files to begin with: a person to play, an app profile, settings.", no_args_is_help=True)
Out = Annotated[
    Path | None, typer.Option(help="Write it here, with its schema for editors beside it.", metavar="FILE.yaml")
]
_SETTINGS = """\
#:schema settings.schema.json
# app = "app.yaml"
# persona = "persona.yaml"
pack = "auditor"
formats = ["html", "json"]
# fail-on = "high"
# waivers = "waivers.yaml"
"""
_UNFILLED = """\
What else a profile may say; docs/usage.md explains each field:
claims:
  - id: anonymous
    says: "the vendor's own words"
    asserts: anonymous # or no-advertising, not-shared, consent-first, encrypted
    source: "https://…"
    retrieved: 2026-12-01
declared: # the recipients that the notice names; [] where it names none
  - {organisation: sentry, purpose: crash reports}
notice: {file: notice.html, retrieved: 2026-12-01, source: "https://…"}
labels:
  play: {collected: [], shared: [], retrieved: 2026-12-01}
  apple: {tracking: [], linked: [], not_linked: [], retrieved: 2026-12-01}
"""


@new.command("persona", epilog=ending("new persona"))
def new_persona(
    out: Out = None,
    locale: Annotated[str, typer.Option(help="Language and country, such as de-DE.", metavar="CODE")] = "en-US",
    domain: Annotated[
        str, typer.Option(help="A domain whose mail you read; the e-mail address is at it.", metavar="DOMAIN")
    ] = "",
    mailbox: Annotated[str, typer.Option(help="The part before its +tag.", metavar="NAME")] = "",
    seed: Annotated[int | None, typer.Option(help="Make the same person again.", metavar="N")] = None,
) -> None:
    """Make up a person whose every entry is unique, and show how well each can be found."""
    from mhaudit.draft.files import persona_text
    from mhaudit.draft.person import PersonaWish, make_persona

    id_ = "" if out is None or is_stream(out) else out.stem
    made = make_persona(PersonaWish(locale=locale, id=id_, domain=domain, mailbox=mailbox, seed=seed))
    _deliver(out, persona_text(made), "persona")
    for line in _sheet(made, locale):
        complain(line)


@new.command("app", epilog=ending("new app"))
def new_app(
    captures: Annotated[
        list[Path] | None, typer.Argument(help="Captures whose domains are listed.", metavar="[CAPTURE...]")
    ] = None,
    out: Out = None,
    name: Annotated[str, typer.Option(help="The app's name.", metavar="TEXT")] = "",
    id_: Annotated[str, typer.Option("--id", help="Its package or bundle id.", metavar="ID")] = "",
    vendor: Annotated[str, typer.Option(help="Who offers it.", metavar="TEXT")] = "",
    platform: Annotated[str, typer.Option(help="android, ios or web.", metavar="NAME")] = "",
    first_party: Annotated[
        list[str] | None, typer.Option(help="A domain of the vendor's own; repeatable.", metavar="DOMAIN")
    ] = None,
) -> None:
    """Draft an app profile; with captures, list their domains, of which you choose the app's own."""
    from mhaudit.draft.files import app_text

    if platform not in ("", "android", "ios", "web"):
        raise typer.BadParameter(f"unknown platform {platform!r}; choose from android, ios, web")
    stem = "app" if out is None or is_stream(out) else out.stem.removesuffix(".app")
    profile = {"id": id_ or stem, "name": name or stem, "vendor": vendor, "platform": platform}
    comments = [*_domains(captures or []), *_UNFILLED.splitlines()]
    _deliver(out, app_text({**profile, "first_party": first_party or []}, comments), "app")


@new.command("settings", epilog=ending("new settings"))
def new_settings(
    out: Annotated[
        Path | None,
        typer.Option(help="Write it here, such as mhaudit.toml, with its schema beside it.", metavar="FILE.toml"),
    ] = None,
) -> None:
    """Draft the settings of a project, which are the defaults of its options."""
    _deliver(out, _SETTINGS, "settings", ".toml")


def _deliver(out: Path | None, text: str, kind: "Kind", ending: str = ".yaml") -> None:
    """Print a file, or write it with its schema beside it."""
    from mhaudit.draft.schema_file import schema_name, schema_text

    if out is None or is_stream(out):
        show(text)
        return
    if out.suffix != ending or out.exists() or not out.parent.is_dir():
        raise typer.BadParameter(f"{out} must be a new file that ends in {ending}, in an existing folder")
    write_whole(out, text, 0o600)
    write_whole(out.parent / schema_name(kind), schema_text(kind))
    show_line(f"Written: {out}")


def _sheet(persona: "Persona", locale: str) -> Iterator[str]:
    """Yield how well each value can be found, and the range of the telephone number."""
    from mhaudit.draft.findability import findability
    from mhaudit.draft.locales import choose_locale

    for value in persona.values:
        yield f"{value.category}: {findability(value).says}"
    phone = choose_locale(locale).phone
    if phone is None:
        country = persona.country
        yield f"identity.phone: no range that is reserved for fiction is known for {country}; add a number of yours."
    else:
        source = f" ({phone.source})" if phone.source else ""
        known = f"{phone.says}, {phone.by}; {phone.level}{source}"
        yield f"The telephone number is of a range reserved for fiction: {known}."


def _domains(captures: list[Path]) -> Iterator[str]:
    """Yield the domains of captures as lines to copy."""
    if not captures:
        return
    from mhaudit.draft.domains import offers

    try:
        with counting("Reading") as count:
            found = offers(captures, count)
    except NothingToAudit as error:
        complain(str(error))
        return
    yield "Domains in the capture; those of the vendor belong below first_party:"
    yield from (f"  - {offer.domain} # {_said(offer)}" for offer in found)
    yield ""


def _said(offer: "Offer") -> str:
    asked = f"{offer.exchanges} exchange{'' if offer.exchanges == 1 else 's'}"
    parts = [asked, offer.known or "no known company", offer.certificate]
    return "; ".join(part for part in parts if part)
