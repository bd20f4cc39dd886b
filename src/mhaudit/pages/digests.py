"""Inline styles and scripts, and their digests for a Content-Security-Policy."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

_SHARED = "mhaudit.pages"


@cache
def asset(package: str, name: str) -> str:
    """Return the text of a file in the `templates` folder of a package."""
    return files(package).joinpath("templates", name).read_text("utf-8")


def style_of(package: str, name: str) -> str:
    """Return the style that all pages share, followed by that of one package."""
    return asset(_SHARED, "pages.css") + asset(package, name)


def digest_source(text: str) -> str:
    """Return a text as a source of a Content-Security-Policy: its SHA-256."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
