"""Text with fields in it: JSON, JSON lines, forms, query strings, cookies, web tokens, records."""

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
_LENIENT = re.compile(r"\b(?:NaN|Infinity)\b|\\u[dD][89a-fA-F]")
# half of a pair: a high one without a low one behind it, or a low one without a high one before it
_HALF = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
_JWT = re.compile(r"eyJ[\w-]{4,}\.([\w-]{8,})\.[\w-]*")


def parse_json(text: str | bytes) -> tuple[Any] | None:
    """The value of a JSON document, in a tuple of one because null is a value too; None where it is not JSON."""
    try:
        return (orjson.loads(text),)
    except orjson.JSONDecodeError:
        return _lenient(text) if isinstance(text, str) else None


def _lenient(text: str) -> tuple[Any] | None:
    """JSON with what orjson refuses and JavaScript and Python write: NaN, Infinity, half of a surrogate pair."""
    if not _LENIENT.search(text):
        return None
    try:
        value = json.loads(_HALF.sub(r"\\ufffd", text), strict=False)
    except (ValueError, RecursionError):
        return None
    return (value,)


def is_unfinished(text: str) -> bool:
    """Whether a text is JSON that ends before its end; not one behind which something else stands."""
    try:
        json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        return error.msg.startswith("Unterminated") or error.pos >= len(text.rstrip())
    except (ValueError, RecursionError):
        return False
    return False


def json_leaves(root: Trail, value: Any) -> list[Leaf]:
    """Leaves of parsed JSON; `{"key": "mood", "value": 3}` gives 3 by the name `mood`."""
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
    """One leaf a line where the text is two or more JSON documents on lines of their own."""
    lines = text.splitlines()
    if sum(line.startswith("{") for line in lines) < 2:
        return None
    return [((trail, "line", number), "", line) for number, line in enumerate(lines) if line]


def read_pairs(trail: Trail | None, codec: str, text: str, separator: str = "&") -> list[Leaf]:
    """`a=1&b=2` as leaves with percent and plus undone; a pair without `=` has the empty name."""
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
    """Whether text of unknown type has the shape of a form: names without blanks, and not base64 with padding."""
    if "=" not in text[1:] or (text[-1] == "=" and "&" not in text):
        return False
    return _FORM.fullmatch(text[:_SHOWN]) is not None


def looks_like_address(text: str) -> bool:
    """Whether a text is an address, whole or without its host."""
    return text.startswith(("http://", "https://")) or (text[:1] == "/" and "?" in text and " " not in text)


def separator_of(text: str) -> str:
    """What is between the pairs of a form: `;` where it has no `&` and every piece is a pair, else `&`."""
    if ";" in text and "&" not in text and _MATRIX.fullmatch(text[:_SHOWN].rpartition(";")[0] + ";"):
        return ";"
    return "&"


def read_form(trail: Trail, text: str) -> list[Leaf]:
    """The pairs of a form; where each of several lines is one, of every line."""
    lines = text.split("\n") if "\n" in text else ()
    full = [(number, line.strip()) for number, line in enumerate(lines) if line.strip()]
    if len(full) > 1 and all(looks_like_form(line) for _, line in full):
        return [leaf for number, line in full for leaf in read_pairs((trail, "line", number), "form", line)]
    return read_pairs(trail, "form", text, separator_of(text))


def has_form_lines(text: str) -> bool:
    """Whether a text is two or more lines that are forms each."""
    lines = [line for line in text[:_SHOWN].split("\n", 3)[:2] if line.strip()] if "\n" in text else []
    return len(lines) == 2 and all("&" in line and looks_like_form(line.strip()) for line in lines)


def read_token(trail: Trail, text: str) -> list[Leaf] | None:
    """The claims of a JSON web token, unverified."""
    match = _JWT.fullmatch(text)
    claims = parse_json(decode_base64(match[1]) or b"") if match else None
    return json_leaves(((trail, "jwt", None), "json", None), *claims) if claims else None


_SHOWN = 4096  # characters by which a form is known
_SEPARATOR = b"\x1e"
_PACKET = re.compile(r"[0-6]{1,2}(?:\d{1,3}-)?(?:/[^,\s]{0,100},)?\d{0,10}(?=[\[{])")
_MOST = 10_000


def split_records(trail: Trail, data: bytes) -> list[tuple[Trail, str]] | None:
    """The records between separators, each with its place; None where there are none, or where they are no text."""
    if _SEPARATOR not in data:
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
    """The JSON of a packet of Socket.IO, with its place."""
    match = _PACKET.match(text)
    return ((trail, "socket.io", None), text[match.end() :]) if match else None


def _has_fields(text: str) -> bool:
    """Whether a record is JSON, a packet with JSON, or one without, such as a ping."""
    return text.lstrip()[:1] in "{[" or _PACKET.match(text) is not None or text.isdigit()
