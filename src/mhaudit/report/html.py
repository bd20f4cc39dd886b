"""One self-contained page: no request, no font, no image from elsewhere; complete with scripts off."""

import shlex
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2 import Template as Page
from markupsafe import Markup

from mhaudit.model.audit import Audit
from mhaudit.report import facts, terms, words
from mhaudit.report.blindness import blindness
from mhaudit.report.compiled import Compiled
from mhaudit.report.escape import visible
from mhaudit.report.evidence import Entry, entries
from mhaudit.report.groups import certainties, grouped, kinds
from mhaudit.report.judgements import judgements
from mhaudit.report.matrix import matrix
from mhaudit.report.negatives import negatives

MOST_FACTS = 8
NAME_LENGTH = 120
PLACE_LENGTH = 400


def render(audit: Audit) -> str:
    """The whole report as HTML. Every text of the audit is escaped, and made visible where it could hide or reorder."""
    kinds_by_id = kinds(audit)
    groups = grouped(audit)
    by_id = {seen.id: seen for seen in audit.observations}
    worst = facts.worst(audit, groups, kinds_by_id)

    def entries_of(ids: tuple[str, ...]) -> tuple[Entry, ...]:
        return entries(by_id[wanted] for wanted in ids if wanted in by_id)

    def named(categories: tuple[str, ...]) -> str:
        return words.listed([words.inside(kinds_by_id[category].label) for category in categories])

    return _page().render(
        audit=audit,
        kinds=kinds_by_id,
        groups=groups,
        group_of={host.host: number for number, group in enumerate(groups, 1) for host in group.hosts},
        recipients={recipient.host: recipient for recipient in audit.recipients},
        worst=worst[:MOST_FACTS],
        unsaid=len(worst[MOST_FACTS:]),
        verdict=facts.verdict(audit),
        tallies=facts.tallies(audit, groups),
        blindness=blindness(audit.coverage.gaps),
        negatives=negatives(audit, groups, kinds_by_id),
        matrix=matrix(groups, kinds_by_id),
        judgements=judgements(audit.findings),
        entries_of=entries_of,
        named=named,
        surest=lambda ids: certainties(by_id[wanted] for wanted in ids if wanted in by_id),
        command=_command(audit),
    )


def _command(audit: Audit) -> str:
    """The line that repeats the audit; the files that only the auditor holds stand as names in capitals."""
    made = audit.generated_from
    parts = ["mhaudit", "audit", *(shlex.quote(visible(capture.name, NAME_LENGTH)) for capture in made.captures)]
    parts += ["--app", "APP.yaml"] if made.app else []
    parts += ["--persona", "PERSONA.yaml"] if made.persona else []
    parts += ["--pack", shlex.quote(visible(made.policies.pack, NAME_LENGTH))]
    return " ".join(parts)


@cache
def _page() -> Page:
    """The compiled template with the style and script inside; both are bound to the page by their digests."""
    environment = Environment(
        loader=PackageLoader("mhaudit.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalize,
        bytecode_cache=Compiled(Path(__file__).with_name("templates"), Path(__file__)),
    )
    environment.filters.update(
        name=_name,
        place=_place,
        size=words.size,
        when=words.when,
        stopped=words.stopped,
        reasons=words.reasons,
        entries=entries,
    )
    style, script = _asset("report.css"), _asset("report.js")
    environment.globals.update(
        terms=terms,
        words=words,
        style=Markup(style),  # noqa: S704 (the project's own file)
        script=Markup(script),  # noqa: S704 (the project's own file)
        policy=f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'",
    )
    return environment.get_template("report.html.j2")


def _finalize(value: object) -> object:
    """Nothing is printed that could hide or reorder text, whichever field it comes from."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _name(text: str) -> Markup:
    """A host or other name from traffic: kept apart from the direction of the text around it, and cut when absurd."""
    return Markup("<bdi>{}</bdi>").format(visible(text, NAME_LENGTH))


def _place(text: str) -> Markup:
    return Markup("<code><bdi>{}</bdi></code>").format(visible(text, PLACE_LENGTH))


def _asset(name: str) -> str:
    return files("mhaudit.report").joinpath("templates", name).read_text("utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
