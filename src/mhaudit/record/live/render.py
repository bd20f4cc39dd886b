"""Render the pages as HTML: self-contained, with a CSP that allows their style and script by digest."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from mhaudit.model.subject import PHASES
from mhaudit.pages.digests import asset, digest_source, style_of
from mhaudit.record.live.persona_sheet import SheetLine
from mhaudit.record.phone.authority import Authority
from mhaudit.record.phone.connect_options import ConnectOption
from mhaudit.record.phone.qr import as_svg

_PACKAGE = "mhaudit.record.live"


class Rendered(NamedTuple):
    """A page and its Content-Security-Policy."""

    html: str
    policy: str


def render_live(app: str, persona: Sequence[SheetLine]) -> Rendered:
    """Render the page that shows a recording."""
    return _render("live.html.j2", "live.js", app=app, persona=persona, phases=PHASES)


def render_connect(app: str, ways: Sequence[ConnectOption], authority: Authority) -> Rendered:
    """Render the page with the steps to connect a device."""
    return _render("connect.html.j2", "", app=app, ways=ways, authority=authority, qr=as_svg)


def _render(template: str, script_name: str, **values: Any) -> Rendered:
    environment = Environment(
        loader=PackageLoader(_PACKAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = style_of(_PACKAGE, "live.css"), asset(_PACKAGE, script_name) if script_name else ""
    html = environment.get_template(template).render(
        style=Markup(style),  # noqa: S704 (the project's own file)
        script=Markup(script),  # noqa: S704 (the project's own file)
        **values,
    )
    runs = digest_source(script) if script else "'none'"
    policy = (
        f"default-src 'none'; style-src {digest_source(style)}; script-src {runs}; "
        "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return Rendered(html, policy)
