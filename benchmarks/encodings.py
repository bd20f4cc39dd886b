"""The encodings in which the generated trackers send a value."""

import base64
import gzip
import hashlib
import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import quote, quote_plus

JSON, FORM, TEXT, BYTES = (
    "application/json",
    "application/x-www-form-urlencoded",
    "text/plain",
    "application/octet-stream",
)
Noise = dict[str, object]


class Body(NamedTuple):
    """The content of a request: its media type and its bytes."""

    mime: str
    content: bytes


def _json(value: object, noise: Noise) -> Body:
    return Body(JSON, json.dumps({**noise, "v": value}).encode())


def _form(value: str, noise: Noise) -> Body:
    return Body(FORM, f"{'&'.join(f'{key}={quote_plus(str(item))}' for key, item in noise.items())}&v={value}".encode())


def _event(value: str, noise: Noise) -> bytes:
    return json.dumps({"event": "saved", "props": {**noise, "v": value}}).encode()


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _digest(name: str) -> Callable[[str, Noise], Body]:
    return lambda value, noise: _json(hashlib.new(name, value.encode(), usedforsecurity=False).hexdigest(), noise)


def _escaped(value: str, noise: Noise) -> Body:
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in value)
    return Body(JSON, json.dumps({**noise, "v": "@"}).replace('"@"', f'"{escaped}"').encode())


ENCODINGS: Mapping[str, Callable[[str, Noise], Body]] = MappingProxyType(
    {
        "plain": _json,
        "upper case": lambda value, noise: _json(value.upper(), noise),
        "JSON in JSON": lambda value, noise: _json(json.dumps({"inner": value}), noise),
        "JSON escapes": _escaped,
        "form": lambda value, noise: _form(quote_plus(value), noise),
        "percent": lambda value, noise: _form(quote(value, safe=""), noise),
        "percent twice": lambda value, noise: _form(quote(quote(value, safe=""), safe=""), noise),
        "hex": lambda value, noise: _json(value.encode().hex(), noise),
        "base64": lambda value, noise: _json(_base64(value.encode()), noise),
        "base64 of JSON": lambda value, noise: _form(quote_plus(_base64(_event(value, noise))), {}),
        "base64url": lambda value, noise: Body(TEXT, base64.urlsafe_b64encode(_event(value, noise)).rstrip(b"=")),
        "gzip": lambda value, noise: Body(BYTES, gzip.compress(_event(value, noise), mtime=0)),
        "gzip in base64": lambda value, noise: _json(_base64(gzip.compress(_event(value, noise), mtime=0)), {}),
        "MD5": _digest("md5"),
        "SHA-1": _digest("sha1"),
        "SHA-256": _digest("sha256"),
    }
)
