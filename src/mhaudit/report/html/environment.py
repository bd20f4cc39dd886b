"""The compiled template of the HTML report, and how text gets into it: escaped, visible, in the report's language."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2 import Template as Page
from markupsafe import Markup, escape

from mhaudit.report.compiled import Compiled
from mhaudit.report.text import glossary, sentences, terms, words
from mhaudit.report.text.escape import visible
from mhaudit.report.text.language import message, message_for, number, written

NAME_LENGTH = 120
PLACE_LENGTH = 400


@cache
def page() -> Page:
    """The template with the style and script inside; both are bound to the page by their digests."""
    environment = Environment(
        loader=PackageLoader("mhaudit.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
        bytecode_cache=Compiled(Path(__file__).parents[1] / "templates", Path(__file__)),
    )
    environment.filters.update(
        name=name,
        place=_place,
        number=number,
        said=message,
        label=words.label,
        inside=words.inside,
        size=words.size,
        when=words.when,
        day=words.day,
        stopped=words.stopped,
        roles=roles,
        strong=strong,
        ended=ended,
    )
    style, script = _asset("report.css"), _asset("report.js")
    environment.globals.update(
        _=said,
        _n=said_many,
        counted=words.counted,
        terms=terms,
        glossary=glossary,
        sentences=sentences,
        words=words,
        style=Markup(style),  # noqa: S704 (the project's own file)
        script=Markup(script),  # noqa: S704 (the project's own file)
        policy=f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'",
    )
    return environment.get_template("report.html.j2")


def said(text: str, **values: object) -> Markup:
    """A message of the catalogue, which may hold tags; what fills its blanks is escaped."""
    own = _own(message(text))
    return _stopped_once(own.format(**_blanks(values))) if values else own


def said_many(one: str, many: str, count: int, **values: object) -> Markup:
    """The same for a message that depends on a number, which fills the blank `{number}`."""
    filled = _blanks({"number": count, **values})
    return _stopped_once(_own(message_for(one, many, count)).format(**filled))


def ended(text: Markup) -> Markup:
    """What a piece of the template says, as a sentence with one full stop."""
    return _stopped_once(Markup(text.strip()) + ".")  # noqa: S704 (the template has escaped it)


def _stopped_once(text: Markup) -> Markup:
    """`Acme Inc.` at the end of a sentence ends it."""
    return text[:-1] if text.endswith(("..", ".</bdi>.")) else text


@cache
def _own(text: str) -> Markup:
    return Markup(text)  # noqa: S704 (the project's own text)


def name(text: str) -> Markup:
    """A host or other name from traffic: kept apart from the direction of the text around it, and cut when absurd."""
    return Markup(f"<bdi>{escape(visible(text, NAME_LENGTH))}</bdi>")  # noqa: S704 (escaped)


def strong(sentence: str, part: str) -> Markup:
    """The sentence with the first place where the part stands in it made strong."""
    before, found, after = visible(sentence).partition(visible(part) or "\n")
    return Markup("{}<b>{}</b>{}").format(before, found, after) if found else Markup("{}").format(before)


def roles(codes: tuple[str, ...]) -> str:
    """What services do, in plain words; a role without words stays as it is."""
    return ", ".join(dict.fromkeys(message(glossary.ROLES.get(code, code)) for code in codes))


def _place(text: str) -> Markup:
    return Markup(f"<code><bdi>{escape(visible(text, PLACE_LENGTH))}</bdi></code>")  # noqa: S704 (escaped)


def _blanks(values: dict[str, object]) -> dict[str, object]:
    return {key: _shown(written(value)) for key, value in values.items()}


def _shown(value: object) -> object:
    """Nothing is printed that could hide or reorder text, whichever field it comes from."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _asset(file: str) -> str:
    return files("mhaudit.report").joinpath("templates", file).read_text("utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
