"""Bytes to text: UTF-8 before anything else, UTF-16 when it is marked or plain to see, the declared charset last."""

import codecs
import re

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_CONTROL_BYTES = bytes([*range(0x09), *range(0x0E, 0x20)])  # the same; in UTF-8 they are never part of a letter
# Codecs of Python's that no server means: they unescape, or take quadratic time.
_NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})
_TEXT_TYPES = ("text/", "urlencoded", "json", "xml", "csv")
_RUN = re.compile(
    rb"(?:[\x20-\x7e\t\r\n]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}){6,}"
)


def read_text(data: bytes, content_type: str = "") -> tuple[str, str] | None:
    """The text that `data` is, with the step that it took ("" for UTF-8), or None for binary data.

    A body without a declared charset is tried as UTF-8 first whatever its type: the usual fallback to
    latin-1 for text/plain and forms turns `déprimé` into mojibake.
    """
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    if b"\x00" in data[:64]:
        return _wide(data)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return _declared(data, content_type)
    return (text, "") if len(data.translate(None, _CONTROL_BYTES)) == len(data) else None


def _wide(data: bytes) -> tuple[str, str] | None:
    """UTF-16 by its mark, or where every other byte of the beginning is zero."""
    head = data[:64]
    marked = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    little, big = head[1::2].count(0), head[::2].count(0)
    if not marked and max(little, big) < len(head) // 2 * 0.9:
        return None
    return _decoded(data, "utf-16" if marked else "utf-16-le" if little > big else "utf-16-be", "utf-16")


def _declared(data: bytes, content_type: str) -> tuple[str, str] | None:
    match = _CHARSET.search(content_type)
    charset = match[1].lower() if match else "utf-8"
    if charset in {"utf-8", "utf8"}:
        charset = "cp1252" if any(word in content_type for word in _TEXT_TYPES) else ""
    return _decoded(data, charset, charset) if charset else None


def _decoded(data: bytes, charset: str, step: str) -> tuple[str, str] | None:
    try:
        if codecs.lookup(charset).name in _NO_CHARSETS:
            return None
        text = data.decode(charset)
        text.encode()  # halves of surrogate pairs, as UTF-7 lets through, are no text
    except (LookupError, UnicodeError):
        return None
    return None if _CONTROL.search(text) else (text, step)


def printable_runs(data: bytes) -> list[str]:
    """Runs of six or more readable UTF-8 characters inside binary data, as `strings` would show them."""
    return [run.decode(errors="replace") for run in _RUN.findall(data)]
