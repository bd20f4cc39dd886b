"""The Jinja environment of the HTML report. Text is escaped, made visible, and translated on its way in."""

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
    """Return the compiled template with its style and script inlined; the page's CSP allows both by their digests."""
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
    """Return a message of the catalogue, which may hold tags; values in its placeholders are escaped."""
    own = _own(message(text))
    return _stopped_once(own.format(**_blanks(values))) if values else own


def said_many(one: str, many: str, count: int, **values: object) -> Markup:
    """Return the singular or plural message for `count`, which fills the placeholder `{number}`; values are escaped."""
    filled = _blanks({"number": count, **values})
    return _stopped_once(_own(message_for(one, many, count)).format(**filled))


def ended(text: Markup) -> Markup:
    """Return rendered markup as a sentence with one full stop."""
    return _stopped_once(Markup(text.strip()) + ".")  # noqa: S704 (the template has escaped it)


def _stopped_once(text: Markup) -> Markup:
    """Remove the second full stop where a sentence ends with a name such as `Acme Inc.`."""
    return text[:-1] if text.endswith(("..", ".</bdi>.")) else text


@cache
def _own(text: str) -> Markup:
    return Markup(text)  # noqa: S704 (the project's own text)


def name(text: str) -> Markup:
    """Return a host or other name from traffic in `<bdi>`, which isolates its text direction, cut to NAME_LENGTH."""
    return Markup(f"<bdi>{escape(visible(text, NAME_LENGTH))}</bdi>")  # noqa: S704 (escaped)


def strong(sentence: str, part: str) -> Markup:
    """Return the sentence with the first occurrence of `part` in `<b>`."""
    before, found, after = visible(sentence).partition(visible(part) or "\n")
    return Markup("{}<b>{}</b>{}").format(before, found, after) if found else Markup("{}").format(before)


def roles(codes: tuple[str, ...]) -> str:
    """Return the roles of a service in plain words; a role that the glossary lacks stays a code."""
    return ", ".join(dict.fromkeys(message(glossary.ROLES.get(code, code)) for code in codes))


def _place(text: str) -> Markup:
    return Markup(f"<code><bdi>{escape(visible(text, PLACE_LENGTH))}</bdi></code>")  # noqa: S704 (escaped)


def _blanks(values: dict[str, object]) -> dict[str, object]:
    return {key: _shown(written(value)) for key, value in values.items()}


def _shown(value: object) -> object:
    """Escape characters that could hide or reorder text in every string that the template prints."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _asset(file: str) -> str:
    return files("mhaudit.report").joinpath("templates", file).read_text("utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
