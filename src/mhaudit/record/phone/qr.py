"""QR codes: for the page as SVG, for a terminal as half blocks. Both are dark on light, which every scanner reads."""

import re
from io import BytesIO, StringIO

import segno
from markupsafe import Markup

_WHITE_ON_BLACK, _PLAIN = "\x1b[97;40m", "\x1b[0m"
_ATTRIBUTES = re.compile(r"^<svg[^>]*>")


def as_svg(text: str, label: str) -> Markup:
    """An image for a page, which says to those who don't see it what it is. It has no style of its own.

    Raises segno.DataOverflowError for more than some 2,900 bytes.
    """
    code = segno.make_qr(text, error="m")
    out = BytesIO()
    code.save(out, kind="svg", xmldecl=False, svgns=False, svgclass=None, lineclass=None, omitsize=True, light="#fff")
    width, height = code.symbol_size()
    opening = Markup('<svg class="qr" role="img" aria-label="{}" viewBox="0 0 {} {}">').format(label, width, height)
    return opening + Markup(_ATTRIBUTES.sub("", out.getvalue().decode()).strip())  # noqa: S704 (segno's own digits)


def as_text(text: str) -> str:
    """Lines for a terminal, with colours of their own, so that dark and light terminals show the same."""
    out = StringIO()
    segno.make_qr(text, error="l").terminal(out, compact=True)
    return "\n".join(f"{_WHITE_ON_BLACK}{line}{_PLAIN}" for line in out.getvalue().splitlines())
