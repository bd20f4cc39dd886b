"""The pages as HTML: each one file, complete in itself, bound to its own style and script by their digests."""

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
    """A page, and the Content-Security-Policy that goes with it."""

    html: str
    policy: str


def render_live(app: str, persona: Sequence[SheetLine]) -> Rendered:
    """The page to watch a recording on."""
    return _render("live.html.j2", "live.js", app=app, persona=persona, phases=PHASES)


def render_connect(app: str, ways: Sequence[ConnectOption], authority: Authority) -> Rendered:
    """The page that says how a device comes to be recorded."""
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
