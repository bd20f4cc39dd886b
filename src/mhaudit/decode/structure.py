"""Text with fields: JSON, JSON lines, forms, query strings, cookies, JSON web tokens, records."""

import json
import re
from typing import Any
from urllib.parse import unquote_plus

import orjson

from mhaudit.decode.base_n import decode_base64
from mhaudit.decode.pairs import VALUED, pair_name, passed_on
from mhaudit.model.place import Leaf, Trail

_FORM = re.compile(r"[^\s=&;{}<>\"\\]{1,200}=[^&]*(?:&[^\s=&{}<>\"\\]{1,200}(?:=[^&]*)?)*&?")
_MATRIX = re.compile(r"[\w.$\[\]-]{1,64}=[^;&=]*(?:;\s*(?:[\w.$~\[\]-]{1,64}=[^;&]*)?)+")
_MARKS = ("NaN", "Infinity", "\\u")
_LENIENT = re.compile(r"\b(?:NaN|Infinity)\b|\\u[dD][89a-fA-F]")
# a lone surrogate: a high one without a low one after it, or a low one without a high one before it
_HALF = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
_JWT = re.compile(r"eyJ[\w-]{4,}\.([\w-]{8,})\.[\w-]*")


def parse_json(text: str | bytes) -> tuple[Any] | None:
    """Return the value of a JSON document in a tuple of one, because null is a value; None for other texts."""
    try:
        return (orjson.loads(text),)
    except orjson.JSONDecodeError:
        return _lenient(text) if isinstance(text, str) else None


def _lenient(text: str) -> tuple[Any] | None:
    """Parse JSON with extensions of JavaScript and Python that orjson rejects: NaN, Infinity, lone surrogates."""
    if not any(mark in text for mark in _MARKS) or not _LENIENT.search(text):
        return None
    try:
        value = json.loads(_HALF.sub(r"\\ufffd", text), strict=False)
    except (ValueError, RecursionError):
        return None
    return (value,)


def is_unfinished(text: str) -> bool:
    """Return whether a text is truncated JSON; False for complete JSON with other text after it."""
    try:
        json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        return error.msg.startswith("Unterminated") or error.pos >= len(text.rstrip())
    except (ValueError, RecursionError):
        return False
    return False


def json_leaves(root: Trail, value: Any) -> list[Leaf]:
    """Return the leaves of parsed JSON; `{"key": "mood", "value": 3}` gives 3 the name `mood`."""
    leaves: list[Leaf] = []
    codec = root[1]
    stack: list[tuple[Trail, str, Any]] = [(root, "", value)]
    while stack:
        trail, name, value = stack.pop()
        if type(value) is dict:
            inner: list[tuple[Trail, str, Any]] = []
            special = not VALUED.isdisjoint(value)
            named = pair_name(value) if special else ""
            for key, item in value.items():
                here = (trail, codec, key)
                if type(item) is dict or type(item) is list:
                    inner.append((here, passed_on(name, value, key) if special else key, item))
                else:
                    leaves.append((here, named if named and key in VALUED else key, item))
            if inner:
                stack.extend(reversed(inner))
        elif type(value) is list:
            stack.extend(((trail, codec, index), name, value[index]) for index in range(len(value) - 1, -1, -1))
        else:
            leaves.append((trail, name, value))
    return leaves


def read_json_lines(trail: Trail, text: str) -> list[Leaf] | None:
    """Return one leaf per line if the text is two or more JSON documents on separate lines, else None."""
    lines = text.splitlines()
    if sum(line.startswith("{") for line in lines) < 2:
        return None
    return [((trail, "line", number), "", line) for number, line in enumerate(lines) if line]


def read_pairs(trail: Trail | None, codec: str, text: str, separator: str = "&") -> list[Leaf]:
    """Return `a=1&b=2` as leaves, percent-decoded; a pair without `=` has the empty name."""
    leaves: list[Leaf] = []
    for pair in text.split(separator):
        name, equals, value = pair.strip().partition("=")
        if not equals:
            name, value = "", name
        name = unquote_plus(name)
        if value or name:
            leaves.append(((trail, codec, name), name, unquote_plus(value)))
    return leaves


def looks_like_form(text: str) -> bool:
    """Return whether text of unknown type looks like a form: names without blanks, and not base64 with padding."""
    if "=" not in text[1:] or (text[-1] == "=" and "&" not in text):
        return False
    return _FORM.fullmatch(text[:_SHOWN]) is not None


def looks_like_address(text: str) -> bool:
    """Return whether a text is a URL, with or without its host."""
    return text.startswith(("http://", "https://")) or (text[:1] == "/" and "?" in text and " " not in text)


def separator_of(text: str) -> str:
    """Return the separator of a form's pairs: `;` if the text has no `&` and every piece is a pair, else `&`."""
    if ";" in text and "&" not in text and _MATRIX.fullmatch(text[:_SHOWN].rpartition(";")[0] + ";"):
        return ";"
    return "&"


def read_form(trail: Trail, text: str) -> list[Leaf]:
    """Return the pairs of a form, or of every line if each of several lines is a form."""
    lines = text.split("\n") if "\n" in text else ()
    full = [(number, line.strip()) for number, line in enumerate(lines) if line.strip()]
    if len(full) > 1 and all(looks_like_form(line) for _, line in full):
        return [leaf for number, line in full for leaf in read_pairs((trail, "line", number), "form", line)]
    return read_pairs(trail, "form", text, separator_of(text))


def has_form_lines(text: str) -> bool:
    """Return whether a text begins with two lines that are forms."""
    lines = [line for line in text[:_SHOWN].split("\n", 3)[:2] if line.strip()] if "\n" in text else []
    return len(lines) == 2 and all("&" in line and looks_like_form(line.strip()) for line in lines)


def read_token(trail: Trail, text: str) -> list[Leaf] | None:
    """Return the claims of a JSON web token, unverified; None for other texts."""
    match = _JWT.fullmatch(text)
    claims = parse_json(decode_base64(match[1]) or b"") if match else None
    return json_leaves(((trail, "jwt", None), "json", None), *claims) if claims else None


_SHOWN = 4096  # characters by which a form is recognised
_SEPARATOR = b"\x1e"
_PACKET = re.compile(r"[0-6]{1,2}(?:\d{1,3}-)?(?:/[^,\s]{0,100},)?\d{0,10}(?=[\[{])")
_MOST = 10_000


def split_records(trail: Trail, data: bytes) -> list[tuple[Trail, str]] | None:
    """Return the records between separators with their places; None without separators or if they are not text."""
    if data.find(_SEPARATOR) < 0:  # `in` takes ten times as long for bytes
        return None
    try:
        records = data.decode().split(_SEPARATOR.decode(), _MOST)
    except UnicodeDecodeError:
        return None
    found: list[tuple[Trail, str]] = [
        ((trail, "record", number), text) for number, text in enumerate(records) if text.strip()
    ]
    return found if found and all(_has_fields(text) for _, text in found) else None


def behind_numbers(trail: Trail, text: str) -> tuple[Trail, str] | None:
    """Return the JSON of a Socket.IO packet with its place, or None."""
    match = _PACKET.match(text)
    return ((trail, "socket.io", None), text[match.end() :]) if match else None


def _has_fields(text: str) -> bool:
    """Return whether a record is JSON, a packet with JSON, or a packet without, such as a ping."""
    return text.lstrip()[:1] in "{[" or _PACKET.match(text) is not None or text.isdigit()
