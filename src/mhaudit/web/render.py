"""Render the pages as HTML: escaped, in English or German, with a CSP that allows their style and script by digest."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from mhaudit.pages.digests import asset, digest_source, style_of
from mhaudit.report.html.environment import name, said, said_many
from mhaudit.report.text import terms, words
from mhaudit.report.text.escape import visible
from mhaudit.report.text.language import LANGUAGES, add_catalogue, message, number, speaking

_PACKAGE = "mhaudit.web"
CATALOGUE = Path(__file__).parent / "locale"
DOMAIN = "web"
_LONGEST = 4000


def render_page(template: str, language: str, **values: Any) -> str:
    """Return a page in a language of LANGUAGES."""
    with speaking(language):
        return _environment().get_template(template).render(language=language, languages=LANGUAGES, **values)


def policy() -> str:
    """Return the Content-Security-Policy of all pages: own style and script, forms and frames of this server."""
    style, script = _assets()
    return (
        f"default-src 'none'; style-src {digest_source(style)}; script-src {digest_source(script)}; "
        "connect-src 'self'; img-src 'self' data:; form-action 'self'; frame-src 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


def chosen_language(wanted: str, header: str) -> str:
    """Return the chosen language, else the browser's first, else English."""
    asked = [wanted, *(part.partition(";")[0].strip().lower().partition("-")[0] for part in header.split(","))]
    return next((code for code in asked if code in LANGUAGES), "en")


@cache
def _environment() -> Environment:
    add_catalogue(CATALOGUE, DOMAIN)
    environment = Environment(
        loader=PackageLoader(_PACKAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    style, script = _assets()
    environment.globals.update(
        _=said,
        _n=said_many,
        terms=terms,
        style=Markup(style),  # noqa: S704 (the project's own file)
        script=Markup(script),  # noqa: S704 (the project's own file)
    )
    environment.filters.update(name=name, number=number, size=words.size, day=_day, said=message, printed=_printed)
    return environment


def _printed(text: str) -> Markup:
    """Return a command's output, with each line escaped."""
    return Markup("\n").join(visible(line, _LONGEST) for line in text.splitlines())


def _day(moment: float) -> str:
    """Format a time as `2026-12-01 10:31`, in this machine's time zone."""
    return datetime.fromtimestamp(moment, UTC).astimezone().strftime("%Y-%m-%d %H:%M")


def _shown(value: object) -> object:
    """Escape characters that could hide or reorder text in every string that a template prints."""
    return visible(value, _LONGEST) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _assets() -> tuple[str, str]:
    return style_of(_PACKAGE, "web.css"), asset(_PACKAGE, "web.js")
