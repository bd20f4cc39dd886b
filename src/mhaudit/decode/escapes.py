"""Escaped text: percent-encoding, HTML entities, backslashes, quoted-printable."""

import html
import quopri
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_plus, unquote_to_bytes

from mhaudit.model.place import Decoded

_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_BACKSLASH = re.compile(r"\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[0-3][0-7]{2}|[\"'/\\bfnrt])")
_QUOTED = re.compile(r"=[0-9A-F]{2}")
_NOT_QUOTED = re.compile(r"=(?![0-9A-F]{2}|\r?\n|$)")  # quoted-printable writes every literal = as =3D
_LONGEST = 1 << 18
_SIMPLE = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def decode(text: str) -> Iterable[Decoded]:
    """Yield each way to unescape `text`; percent-encoding gives bytes if they are not UTF-8."""
    signs = "%" in text or "&" in text or "\\" in text or "=" in text[:-2]
    return _unescaped(text) if signs and len(text) <= _LONGEST else ()


def _unescaped(text: str) -> Iterator[Decoded]:
    if "%" in text and _PERCENT.search(text):
        yield "percent", _percent(text)
    if "&" in text and _ENTITY.search(text):
        yield "entities", html.unescape(text)
    if "\\" in text and _BACKSLASH.search(text):
        yield "backslashes", _joined(_BACKSLASH.sub(_character, text))
    if "=" in text and _QUOTED.search(text) and not _NOT_QUOTED.search(text):
        yield "quoted-printable", quopri.decodestring(text.encode())


def _percent(text: str) -> str | bytes:
    try:
        return unquote_plus(text, errors="strict")
    except UnicodeDecodeError:
        return unquote_to_bytes(text.replace("+", " "))


def _character(match: re.Match[str]) -> str:
    code = match[0][1:]
    if code[0] in "ux" and len(code) > 1:
        return chr(int(code[1:], 16))
    if code[0] in "0123":
        return chr(int(code, 8))
    return _SIMPLE.get(code, code)


def _joined(text: str) -> str:
    """Join surrogate pairs to characters; replace lone surrogates."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
