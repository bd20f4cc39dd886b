"""Text with fields in it: JSON, JSON lines, forms, query strings, cookies, XML, web tokens."""

import re
from typing import Any
from urllib.parse import unquote_plus
from xml.etree.ElementTree import ParseError, XMLParser

import orjson

from mhaudit.decode.base_n import decode_base64
from mhaudit.model.place import Leaf, Trail

_FORM = re.compile(r"[^\s=&{}<>\"\\]{1,200}=[^&]*(?:&[^\s=&{}<>\"\\]{1,200}(?:=[^&]*)?)*&?")
_JWT = re.compile(r"eyJ[\w-]{4,}\.([\w-]{8,})\.[\w-]*")
_NAMED = ("key", "name", "k", "field", "attribute", "code", "linkId")
_DEEPEST = 24  # names of an XML path
VALUED = frozenset({"value", "v", "val", "answer", "valueInteger", "stringValue"})


def parse_json(text: str | bytes) -> tuple[Any] | None:
    """The value of a JSON document, in a tuple of one because null is a value too; None where it is not JSON."""
    try:
        return (orjson.loads(text),)
    except orjson.JSONDecodeError:
        return None


def json_leaves(root: Trail, value: Any) -> list[Leaf]:
    """Leaves of parsed JSON; `{"key": "mood", "value": 3}` gives 3 by the name `mood`."""
    leaves: list[Leaf] = []
    codec = root[1]
    stack: list[tuple[Trail, str, Any]] = [(root, "", value)]
    while stack:
        trail, name, value = stack.pop()
        if type(value) is dict:
            inner: list[tuple[Trail, str, Any]] = []
            named = pair_name(value)
            for key, item in value.items():
                here = (trail, codec, key)
                if type(item) is dict or type(item) is list:
                    inner.append((here, key, item))
                else:
                    leaves.append((here, named if named and key in VALUED else key, item))
            if inner:
                stack.extend(reversed(inner))
        elif type(value) is list:
            stack.extend(((trail, codec, index), name, value[index]) for index in range(len(value) - 1, -1, -1))
        else:
            leaves.append((trail, name, value))
    return leaves


def pair_name(value: dict[str, Any]) -> str:
    """The name that an object of the form {"key": name, "value": …} gives to its value."""
    if VALUED.isdisjoint(value):
        return ""
    for key in _NAMED:
        if isinstance(name := value.get(key), str) and len(name) <= 64:
            return name
    return ""


def read_lines(trail: Trail, text: str) -> list[Leaf] | None:
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
    return "=" in text[1:] and not text.endswith(("==", "=")) and _FORM.fullmatch(text[:4096]) is not None


def read_token(trail: Trail, text: str) -> list[Leaf] | None:
    """The claims of a JSON web token, unverified."""
    match = _JWT.fullmatch(text)
    claims = parse_json(decode_base64(match[1]) or b"") if match else None
    return json_leaves(((trail, "jwt", None), "json", None), *claims) if claims else None


def read_xml(trail: Trail, text: str) -> list[Leaf] | None:
    """Texts and attributes of XML by element name. Documents with a DOCTYPE are refused: entities can explode."""
    if "<!DOCTYPE" in text[:4096].upper() or "<!ENTITY" in text:
        return None
    target = _Flat((trail, "xml", None))
    parser = XMLParser(target=target)  # noqa: S314 - documents that declare entities were refused above
    try:
        parser.feed(text)
        parser.close()
    except (ParseError, ValueError):
        return None
    return target.leaves


class _Flat:
    """Collects leaves while the parser reads; keeps no tree."""

    def __init__(self, trail: Trail) -> None:
        self.trail = trail
        self.names: list[str] = []
        self.leaves: list[Leaf] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.names.append(tag.rpartition("}")[2])
        for name, value in attributes.items():
            self._add(self._path() + "@" + name, name, value)

    def end(self, _tag: str) -> None:
        self.names.pop()

    def data(self, text: str) -> None:
        if text.strip():
            self._add(self._path(), self.names[-1], text.strip())

    def close(self) -> None:
        return None

    def _path(self) -> str:
        """The names of the elements around a text; of deep ones the innermost."""
        return "/".join(self.names if len(self.names) <= _DEEPEST else ["…", *self.names[-_DEEPEST:]])

    def _add(self, path: str, name: str, value: str) -> None:
        self.leaves.append(((self.trail, "xml", path), name, value))


_SEPARATOR = b"\x1e"
_PACKET = re.compile(r"[0-6]{1,2}(?:\d{1,3}-)?(?:/[^,\s]{0,100},)?\d{0,10}(?=[\[{])")
_MOST = 10_000


def split_records(trail: Trail, data: bytes) -> list[tuple[Trail, str]] | None:
    """The records between separators, each with its place; None where there are none, or where they are no text."""
    if _SEPARATOR not in data:
        return None
    try:
        records = data.decode().split(_SEPARATOR.decode())
    except UnicodeDecodeError:
        return None
    found: list[tuple[Trail, str]] = [
        ((trail, "record", number), text) for number, text in enumerate(records[:_MOST]) if text.strip()
    ]
    return found if found and all(_has_fields(text) for _, text in found) else None


def behind_numbers(trail: Trail, text: str) -> tuple[Trail, str] | None:
    """The JSON of a packet of Socket.IO, with its place."""
    match = _PACKET.match(text)
    return ((trail, "socket.io", None), text[match.end() :]) if match else None


def _has_fields(text: str) -> bool:
    """Whether a record is JSON, a packet with JSON, or one without, such as a ping."""
    return text.lstrip()[:1] in "{[" or _PACKET.match(text) is not None or text.isdigit()


_BOUNDARY = re.compile(r"boundary\s*=\s*\"?([^\";,\s]{1,200})", re.IGNORECASE)
_NAME = re.compile(rb"[; ]name\s*=\s*\"([^\"]*)\"|[; ]name\s*=\s*([^\";\s]+)", re.IGNORECASE)
_FILE = re.compile(rb"filename\*?\s*=\s*\"?([^\";\r\n]*)", re.IGNORECASE)
_FIRST_LINE = re.compile(rb"--([\w'()+,./:=?-]{8,200})\r?\n[Cc]ontent-")


def read_multipart(trail: Trail, data: bytes, content_type: str) -> list[Leaf] | None:
    """One leaf a part with its bytes, and one for a file's name; None where there is no boundary."""
    if match := _BOUNDARY.search(content_type):
        boundary = match[1].encode()
    elif first := _FIRST_LINE.match(data):
        boundary = first[1]
    else:
        return None
    leaves: list[Leaf] = []
    for number, part in enumerate(data.split(b"--" + boundary)[1:]):
        if part.startswith(b"--"):
            break
        leaves += _part(trail, number, part)
    return leaves or None


def _part(trail: Trail, number: int, part: bytes) -> list[Leaf]:
    head, separator, body = part.partition(b"\r\n\r\n")
    if not separator:
        head, separator, body = part.partition(b"\n\n")
    if not separator:  # cut off before its headers end
        head, body = b"", part.removeprefix(b"\r").removeprefix(b"\n")
    match = _NAME.search(head)
    name = (match[1] or match[2] or b"").decode(errors="replace") if match else ""
    here = (trail, "multipart", name or number)
    leaves: list[Leaf] = [(here, name, body.removesuffix(b"\n").removesuffix(b"\r"))]
    if file := _FILE.search(head):
        leaves.append(((here, "filename", None), "filename", file[1].decode(errors="replace")))
    return leaves
