"""Decode a value, apply a change, and encode it again in the same way."""

import base64
import gzip
import html
import json
import quopri
import re
import zlib
from collections.abc import Callable
from urllib.parse import quote, unquote_plus

import brotli
import zstandard

from mhaudit.decode.base_n import decode_base64
from mhaudit.decode.compression import CutOff, decompress

Inside = str | bytes
# A decoded value → its replacement, or None for no change.
Change = Callable[[Inside], object]
Both = Callable[[Inside, Change], Inside | None]

_BOUND = 1 << 26
_RUN_ONLY = re.compile(r"[A-Za-z0-9+/_-]+={0,2}")
_RUN = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "zlib": zlib.compress,
    "deflate": lambda data: zlib.compress(data, wbits=-15),
    "zstd": lambda data: zstandard.ZstdCompressor().compress(data),
    "br": lambda data: bytes(brotli.compress(data)),
}


def compress(codec: str, data: bytes) -> bytes:
    """Return data compressed with `codec` (gzip, zlib, deflate, zstd, br). Raise KeyError for any other codec."""
    return _COMPRESS[codec](data)


def to_text(value: object) -> str:
    """Return a value as text. Raise ValueError for bytes that are not UTF-8."""
    return value.decode() if isinstance(value, bytes) else str(value)


def to_bytes(value: Inside) -> bytes:
    """Return a value as bytes."""
    return value if isinstance(value, bytes) else value.encode()


def like(text: str, pattern: Inside) -> Inside:
    """Return a text as the type of `pattern`: bytes or str."""
    return text.encode() if isinstance(pattern, bytes) else text


def changed(codec: str, value: Inside, change: Change) -> Inside | None:
    """Return the value with a change applied inside its encoding; None where nothing changed.

    Raise KeyError for an encoding that can't be written, ValueError for a value that does not decode.
    """
    if codec in _COMPRESS:
        return _compressed(codec, value, change)
    if codec.startswith(("utf-16", "cp", "iso", "latin", "windows")):
        return _in_charset(codec, value, change)
    return _TEXTS[codec](value, change)


def _compressed(codec: str, value: Inside, change: Change) -> bytes | None:
    data = value if isinstance(value, bytes) else value.encode()
    real = "zlib" if codec == "deflate" and data[:1] == b"\x78" else codec
    try:
        inner = decompress(data, real, _BOUND)
    except CutOff:
        return None
    new = change(inner) if inner is not None else None
    return None if new is None else _COMPRESS[real](to_text(new).encode() if not isinstance(new, bytes) else new)


def _in_charset(codec: str, value: Inside, change: Change) -> bytes | None:
    if not isinstance(value, bytes):
        return None
    if codec == "utf-16" and value[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        codec = "utf-16-le" if value[1:2] == b"\0" else "utf-16-be"
    new = change(value.decode(codec))
    return None if new is None else to_text(new).encode(codec)


def _base64(value: Inside, change: Change) -> Inside | None:
    """Apply a change to the whole text as base64, or else to each run of base64 in it."""
    text = to_text(value)
    whole = _base64_run(text, change)
    if whole is None:
        whole = _RUN.sub(lambda run: _base64_run(run[0], change) or run[0], text)
    return like(whole, value) if whole != text else None


def _base64_run(text: str, change: Change) -> str | None:
    data = decode_base64(text) if _RUN_ONLY.fullmatch(text) else None
    new = change(data) if data else None
    if new is None:
        return None
    raw = new if isinstance(new, bytes) else to_text(new).encode()
    written = (base64.urlsafe_b64encode if {"-", "_"} & set(text) else base64.b64encode)(raw).decode()
    return written if text.endswith("=") or len(text) % 4 == 0 else written.rstrip("=")


def _both(read: Callable[[str], Inside], write: Callable[[bytes], str]) -> Both:
    """Return a codec made of a decoder and an encoder of text."""

    def both(value: Inside, change: Change) -> Inside | None:
        new = change(read(to_text(value)))
        if new is None:
            return None
        return like(write(new if isinstance(new, bytes) else to_text(new).encode()), value)

    return both


def _base32(text: str) -> bytes:
    body = text.rstrip("=").upper()
    return base64.b32decode(body + "=" * (-len(body) % 8))


def _backslashes(text: str) -> str:
    return str(json.loads('"' + re.sub(r'(?<!\\)"', r"\"", text) + '"'))


_TEXTS: dict[str, Both] = {
    "base64": _base64,
    "hex": _both(bytes.fromhex, bytes.hex),
    "base32": _both(_base32, lambda data: base64.b32encode(data).decode().rstrip("=")),
    "base85": _both(base64.b85decode, lambda data: base64.b85encode(data).decode()),
    "percent": _both(unquote_plus, lambda data: quote(data, safe="")),
    "entities": _both(html.unescape, lambda data: html.escape(data.decode())),
    "backslashes": _both(_backslashes, lambda data: json.dumps(data.decode())[1:-1]),
    "quoted-printable": _both(
        lambda text: quopri.decodestring(text.encode()), lambda data: quopri.encodestring(data).decode()
    ),
}
