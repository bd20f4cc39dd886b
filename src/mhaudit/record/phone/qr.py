"""Draw QR codes: as SVG for a page, as half blocks for a terminal. Both are dark on light, for every scanner."""

import re
from io import BytesIO, StringIO

import segno
from markupsafe import Markup

_WHITE_ON_BLACK, _PLAIN = "\x1b[97;40m", "\x1b[0m"
_ATTRIBUTES = re.compile(r"^<svg[^>]*>")


def as_svg(text: str, label: str) -> Markup:
    """Return an SVG without styles, with `label` for screen readers.

    Raise segno.DataOverflowError for more than about 2,900 bytes.
    """
    code = segno.make_qr(text, error="m")
    out = BytesIO()
    code.save(out, kind="svg", xmldecl=False, svgns=False, svgclass=None, lineclass=None, omitsize=True, light="#fff")
    width, height = code.symbol_size()
    opening = Markup('<svg class="qr" role="img" aria-label="{}" viewBox="0 0 {} {}">').format(label, width, height)
    return opening + Markup(_ATTRIBUTES.sub("", out.getvalue().decode()).strip())  # noqa: S704 (segno's own digits)


def as_text(text: str) -> str:
    """Return lines with their own colours, so that dark and light terminals show the same code."""
    out = StringIO()
    segno.make_qr(text, error="l").terminal(out, compact=True)
    return "\n".join(f"{_WHITE_ON_BLACK}{line}{_PLAIN}" for line in out.getvalue().splitlines())
