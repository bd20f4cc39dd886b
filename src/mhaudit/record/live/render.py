"""The page as HTML: one file, complete in itself, bound to its own style and script by their digests."""

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from mhaudit.model.case import PHASES
from mhaudit.record.live.sheet import Line


def render(app: str, persona: Sequence[Line]) -> tuple[str, str]:
    """The page and the Content-Security-Policy that goes with it."""
    environment = Environment(
        loader=PackageLoader("mhaudit.record.live"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = _asset("live.css"), _asset("live.js")
    page = environment.get_template("live.html.j2").render(
        app=app,
        persona=persona,
        phases=PHASES,
        style=Markup(style),  # noqa: S704 (the project's own file)
        script=Markup(script),  # noqa: S704 (the project's own file)
    )
    policy = (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; connect-src 'self'; "
        "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return page, policy


def _asset(name: str) -> str:
    return files("mhaudit.record.live").joinpath("templates", name).read_text("utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
