"""The parts of an exchange: the leaves of its head, and the bodies and messages to be decoded."""

import codecs
import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from mhaudit.decode.structure import read_pairs, separator_of
from mhaudit.model.capture import Exchange, Headers
from mhaudit.model.place import Leaf, Trail

# Headers of the phone's network stack, the same for every app.
_PLUMBING = frozenset(
    "accept accept-encoding accept-language accept-ranges access-control-request-headers access-control-request-method "
    "connection content-encoding content-length content-type host keep-alive pragma cache-control proxy-connection "
    "sec-ch-ua sec-ch-ua-mobile sec-ch-ua-platform sec-fetch-dest sec-fetch-mode sec-fetch-site sec-fetch-user te "
    "transfer-encoding upgrade upgrade-insecure-requests vary date server expires age alt-svc".split()
)
_COOKIES = frozenset({"cookie", "set-cookie"})
_LONG_LABEL = 24
_MOST_SEGMENTS = 10_000  # of a path, and labels of a host


class Content(NamedTuple):
    """A body or message to be decoded, with its type and encodings from the headers."""

    trail: Trail
    sent: bool
    data: bytes
    content_type: str
    encodings: tuple[str, ...]


def head_leaves(exchange: Exchange) -> list[Leaf]:
    """Return host labels, path segments, query, fragment, headers and cookies of the request."""
    leaves = _host((None, "host", None), exchange.host)
    path, _, fragment = exchange.path.partition("#")
    path, _, query = path.partition("?")
    leaves += _path(None, path)
    if query:
        leaves += read_pairs(None, "query", query, separator_of(query))
    if fragment:
        leaves += read_pairs(None, "fragment", fragment)
    for name, value in exchange.headers:  # a Host header that differs from the contacted host
        if name.lower() == "host" and (other := (value.rpartition(":")[0] or value).lower()) != exchange.host:
            leaves += _host((None, "header", "host"), other)
    return leaves + _headers(exchange.headers, "header", "cookie")


def answer_leaves(exchange: Exchange) -> list[Leaf]:
    """Return headers and cookies of the response."""
    return _headers(exchange.response_headers, "response-header", "set-cookie")


def contents(exchange: Exchange) -> Iterator[Content]:
    """Yield bodies and messages, in the order in which they were sent."""
    if exchange.body:
        yield Content((None, "body", None), True, exchange.body, *_declared(exchange.headers))
    if exchange.response_body:
        declared = _declared(exchange.response_headers)
        yield Content((None, "response-body", None), False, exchange.response_body, *declared)
    for number, message in enumerate(exchange.messages):
        yield Content((None, "message", number), message.sent, message.content, "", ())


def open_url(trail: Trail, text: str) -> list[Leaf]:
    """Return the path segments, query and fragment of a URL found inside a value."""
    try:
        url = urlsplit(text)
    except ValueError:
        return []
    leaves = _path(trail, url.path)
    if url.query:
        leaves += read_pairs(trail, "query", url.query, separator_of(url.query))
    return leaves + (read_pairs(trail, "fragment", url.fragment) if "=" in url.fragment else [])


def _host(trail: Trail, host: str) -> list[Leaf]:
    """Return the whole name, and its long labels joined: data in DNS names is split into labels of up to 63 letters."""
    leaves: list[Leaf] = [(trail, "host", host)]
    long = (
        [label for label in host.split(".", _MOST_SEGMENTS) if len(label) > _LONG_LABEL]
        if len(host) > _LONG_LABEL
        else ()
    )
    if long:
        leaves.append(((trail, "labels", None), "host", "".join(long)))
    return leaves


def _path(trail: Trail | None, path: str) -> list[Leaf]:
    """Return the whole path, and each segment separately: base64 is split at its slashes."""
    leaves: list[Leaf] = [((trail, "path", None), "path", unquote(path))] if len(path) > 1 else []
    for number, part in enumerate(path.split("/", _MOST_SEGMENTS)):
        if part and part != path:
            leaves.append(((trail, "path", number), "path", unquote(part)))
        if "=" in part and ";" in part:  # matrix parameters: `activity;src=1;type=x`
            leaves += read_pairs(trail, "matrix", part.partition(";")[2], ";")
    return leaves


def _headers(headers: Headers, part: str, cookies: str) -> list[Leaf]:
    leaves: list[Leaf] = []
    for name, value in headers:
        name = name.lower()
        if name in _COOKIES:
            leaves += read_pairs(None, cookies, value, ";")
        elif name not in _PLUMBING and name[:1] != ":":
            # every request has a user agent: it is searched for values, but its name has no meaning
            leaves.append(((None, part, name), "" if name == "user-agent" else name, value))
    return leaves


def _declared(headers: Headers) -> tuple[str, tuple[str, ...]]:
    """Return the content type, and the content encodings, outermost first."""
    content_type, encodings = "", ""
    for name, value in headers:
        name = name.lower()
        if name == "content-type":
            content_type = value  # with its case: a boundary may have capitals
        elif name == "content-encoding":
            encodings = value.lower()
    names = [name.strip() for name in encodings.split(",")] if encodings else []
    kind, semicolon, parameters = content_type.partition(";")
    content_type = kind.lower() + semicolon + parameters
    return content_type, tuple(name for name in reversed(names) if name and name != "identity")


_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_CONTROL_BYTES = bytes([*range(0x09), *range(0x0E, 0x20)])  # as bytes; never part of a multi-byte character in UTF-8
# Python codecs that no server means: they unescape, or take quadratic time.
_NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})
_TEXT_TYPES = ("text/", "urlencoded", "json", "xml", "csv")
_MOST_RUNS = 100_000
_SHORTEST_RUN = 6  # characters
_SHORTEST_CUT = 4096  # bytes; a shorter text with a truncated last character has another charset
_RUN = re.compile(
    rb"(?=[\x20-\x7e\t\r\n\x80-\xf4]{6})(?:[\x20-\x7e\t\r\n]++|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})++"
)


def read_text(data: bytes, content_type: str = "") -> tuple[str, str] | None:
    """Return the text of `data` with the decoding step ("" for UTF-8), or None for binary data.

    A body without a declared charset is tried as UTF-8 first whatever its type: the usual fallback to latin-1 for
    text/plain and forms turns `déprimé` into mojibake.
    """
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    if 0 in data[:64]:
        return _wide(data)
    without_control = len(data.translate(None, _CONTROL_BYTES)) == len(data)
    if not without_control and not content_type:  # no text in UTF-8, and nothing says that it is another
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data" or len(data) < _SHORTEST_CUT:
            return _declared_text(data, content_type)
        text = data[: error.start].decode()  # truncated within its last character
    return (text, "") if without_control else None


def _wide(data: bytes) -> tuple[str, str] | None:
    """Decode UTF-16 with a byte order mark, or if nearly every other byte of the beginning is zero."""
    head = data[:64]
    marked = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    little, big = head[1::2].count(0), head[::2].count(0)
    if not marked and max(little, big) < len(head) // 2 * 0.9:
        return None
    return _decoded(data, "utf-16" if marked else "utf-16-le" if little > big else "utf-16-be", "utf-16")


def _declared_text(data: bytes, content_type: str) -> tuple[str, str] | None:
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
        text.encode()  # lone surrogates, which UTF-7 lets through, are not text
    except (LookupError, UnicodeError):
        return None
    return None if _CONTROL.search(text) else (text, step)


def printable_runs(data: bytes) -> list[str]:
    """Return runs of six or more readable UTF-8 characters inside binary data, like `strings`."""
    if not _may_have_runs(data):
        return []
    found = (run[0].decode(errors="replace") for run in _RUN.finditer(data) if len(run[0]) >= _SHORTEST_RUN)
    return list(islice((run for run in found if len(run) >= _SHORTEST_RUN), _MOST_RUNS))


def _kinds_of_bytes() -> bytes:
    """Return what each byte is in UTF-8: a letter by itself (a), one of a letter (e), the first of two to four (b c d).

    x: the first of three or four that may not be a letter, and be replaced by a character each.
    """
    kinds = {**dict.fromkeys(range(0x20, 0x7F), "a"), **dict.fromkeys(b"\t\r\n", "a")}
    kinds |= dict.fromkeys(range(0x80, 0xC0), "e") | dict.fromkeys(range(0xC2, 0xE0), "b")
    kinds |= dict.fromkeys(range(0xE0, 0xF0), "c") | dict.fromkeys(range(0xF0, 0xF5), "d")
    kinds |= dict.fromkeys((0xE0, 0xED, 0xF0, 0xF4), "x")
    return "".join(kinds.get(byte, " ") for byte in range(256)).encode()


_KINDS = _kinds_of_bytes()
_LETTERS = b"a" * _SHORTEST_RUN


def _may_have_runs(data: bytes) -> bool:
    """Return whether there may be six letters in a row: a cheap test with false positives and no false negatives."""
    kinds = data.translate(_KINDS)
    for letters, most in _SEQUENCES:
        kinds = kinds.replace(letters, most)
    return kinds.find(_LETTERS) >= 0  # `in` takes ten times as long for bytes


# The bytes of letters, by their kinds, and as many letters as each may come to at most.
_SEQUENCES = ((b"xeee", b"aaaa"), (b"xee", b"aaa"), (b"deee", b"a"), (b"cee", b"a"), (b"be", b"a"))
