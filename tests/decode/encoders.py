"""Encoders by name, each with the steps that undo it, outermost first: what a place has to say of them."""

import base64
import gzip
import json
import zlib
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote, urlencode


class Encoder(NamedTuple):
    """`write` makes text of text; `steps` are those of the place."""

    write: Callable[[str], str]
    steps: tuple[str, ...]


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


ENCODERS = {
    "percent": Encoder(lambda text: quote(text, safe=""), ("percent",)),
    "percent, every byte": Encoder(lambda text: "".join(f"%{byte:02x}" for byte in text.encode()), ("percent",)),
    "form field": Encoder(lambda text: urlencode({"f": text}), ("form:f",)),
    "second form field": Encoder(lambda text: urlencode({"a": "1", "g[h]": text}), ("form:g[h]",)),
    "JSON field": Encoder(lambda text: json.dumps({"j": text}), ("json:/j",)),
    "JSON field, unescaped": Encoder(
        lambda text: json.dumps({"a/b": {"c": text}}, ensure_ascii=False), ("json:/a~1b/c",)
    ),
    "JSON list": Encoder(lambda text: json.dumps([1, text]), ("json:/1",)),
    "JSON escapes": Encoder(lambda text: "".join(f"\\u{ord(c):04x}" for c in _utf16(text)), ("backslashes",)),
    "entities": Encoder(lambda text: "".join(f"&#{ord(c)};" for c in text), ("entities",)),
    "entities in hex": Encoder(lambda text: "".join(f"&#x{ord(c):x};" for c in text), ("entities",)),
    "base64": Encoder(lambda text: _base64(text.encode()), ("base64",)),
    "base64url": Encoder(lambda text: base64.urlsafe_b64encode(text.encode()).decode().rstrip("="), ("base64",)),
    "base32": Encoder(lambda text: base64.b32encode(text.encode()).decode(), ("base32",)),
    "hex": Encoder(lambda text: text.encode().hex(), ("hex",)),
    "HEX": Encoder(lambda text: text.encode().hex().upper(), ("hex",)),
    "gzip in base64": Encoder(lambda text: _base64(gzip.compress(text.encode(), mtime=0)), ("base64", "gzip")),
    "zlib in base64": Encoder(lambda text: _base64(zlib.compress(text.encode())), ("base64", "zlib")),
    "gzip in hex": Encoder(lambda text: gzip.compress(text.encode(), mtime=0).hex(), ("hex", "gzip")),
}


def _utf16(text: str) -> str:
    """The text with an emoji as the two halves that JavaScript counts."""
    data = text.encode("utf-16-le")
    return "".join(chr(data[at] | data[at + 1] << 8) for at in range(0, len(data), 2))


def encode(text: str, chain: list[str]) -> tuple[str, str]:
    """The text after all encoders of a chain, the first one innermost, and the place within what came out."""
    steps: list[str] = []
    for name in chain:
        encoder = ENCODERS[name]
        out = encoder.write(text)
        if out != text:  # percent leaves letters as they are, and then there is nothing to undo
            steps[:0] = encoder.steps
        text = out
    return text, " > ".join(steps)
