"""Replace a value inside nested encodings: decode along its place, then encode every layer again.

An encoding that can't be written (lz-string, base58 …) is replaced as a whole; so is a message format with lengths,
unless the replacement is as long as the value.
"""

import json
import re
from collections.abc import Callable, Sequence
from html import escape
from typing import Any
from urllib.parse import quote, unquote_plus

from mhaudit.decode.base_n import decode_base64
from mhaudit.decode.binary import read_binary
from mhaudit.decode.multipart import read_multipart
from mhaudit.decode.parts import printable_runs
from mhaudit.decode.structure import behind_numbers, read_json_lines, split_records
from mhaudit.decode.xml_text import read_xml
from mhaudit.model.place import Key, Leaf, Scalar, Trail, steps
from mhaudit.redaction.encodings import Inside, changed, like, to_text

Steps = Sequence[tuple[str, Key]]
# The value at a place → its replacement; None leaves the value.
Replace = Callable[[Scalar], str | None]
_START: Trail = (None, "", None)
_URL = re.compile(r"([a-zA-Z][\w+.-]*://[^/?#]*)?([^?#]*)(\?[^#]*)?(#.*)?", re.DOTALL)
_BINARY = frozenset({"protobuf", "grpc", "msgpack", "cbor", "plist"})


def rewritten(value: Inside, inward: Steps, replace: Replace) -> Inside | None:
    """Return the value with the one at the end of the steps replaced; None where nothing was."""
    try:
        new = _rewritten(value, inward, replace)
    except (KeyError, IndexError, TypeError, ValueError, RecursionError):
        return None
    return like(to_text(new), value) if new is not None and not isinstance(new, bytes) else new


def _rewritten(value: Any, inward: Steps, replace: Replace) -> Any:
    if not inward:
        new = replace(value)
        return like(new, value) if new is not None and isinstance(value, bytes) else new
    (codec, key), rest = inward[0], inward[1:]
    if codec == "json":
        return _json(value, inward, replace)
    if codec in ("form", "cookie", "set-cookie"):
        return _pairs(value, "&" if codec == "form" else ";", key, lambda inner: _rewritten(inner, rest, replace))
    if codec in ("path", "query", "fragment"):
        return _url(value, codec, key, lambda inner: _rewritten(inner, rest, replace))
    if codec in _SLICES:
        return _sliced(value, inward, replace)
    if codec == "jwt":
        return _token(to_text(value), lambda inner: _rewritten(inner, rest, replace))
    if codec == "socket.io":
        packet = behind_numbers(_START, to_text(value))
        new = _rewritten(packet[1], rest, replace) if packet else None
        return None if new is None or packet is None else to_text(value).removesuffix(packet[1]) + to_text(new)
    try:
        return changed(codec, value, lambda inner: _rewritten(inner, rest, replace))
    except KeyError:  # an encoding that can be read but not written
        return replace(None)


def _json(value: Any, inward: Steps, replace: Replace) -> Any:
    depth = next((at for at, (codec, key) in enumerate(inward) if at and (codec != "json" or key is None)), len(inward))
    keys, rest = [key for _, key in inward[1:depth]], inward[depth:]
    document = json.loads(value)
    holder: Any = [document]
    path: list[Any] = [0, *keys]
    for key in path[:-1]:
        holder = holder[key]
    new = _rewritten(holder[path[-1]], rest, replace)
    if new is None:
        return None
    holder[path[-1]] = to_text(new)
    top = document if keys else new
    return like(json.dumps(top, ensure_ascii=False, separators=(",", ":")), value)


def _pairs(value: Any, separator: str, name: Key, inner: Callable[[str], Any]) -> Any:
    """Change the values of a name, or those without a name; unchanged pairs keep their spelling."""
    parts = to_text(value).split(separator)
    found = False
    for number, pair in enumerate(parts):
        own, equals, written = pair.partition("=")
        own, written = (own, written) if equals else ("", own)
        if unquote_plus(own.strip()) == name and (new := inner(unquote_plus(written.strip()))) is not None:
            parts[number] = f"{own}{equals}{quote(to_text(new), safe='')}"
            found = True
    return like(separator.join(parts), value) if found else None


def _url(value: Any, codec: str, key: Key, inner: Callable[[str], Any]) -> Any:
    match = _URL.fullmatch(to_text(value))
    if not match:
        return None
    parts = [part or "" for part in match.groups()]
    if codec == "path":
        new = _path(parts[1], key, inner)
    else:
        part = parts[2 if codec == "query" else 3]
        new = _pairs(part[1:], "&", key, inner)
        new = None if new is None else part[:1] + new
    if new is None:
        return None
    parts[{"path": 1, "query": 2, "fragment": 3}[codec]] = new
    return like("".join(parts), value)


def _path(path: str, key: Key, inner: Callable[[str], Any]) -> str | None:
    segments = path.split("/")
    if key is None:
        whole = inner(unquote_plus(path.replace("+", "%2B")))
        return None if whole is None else "/" + quote(to_text(whole).lstrip("/"), safe="/")
    if not isinstance(key, int) or key >= len(segments):
        return None
    new = inner(unquote_plus(segments[key].replace("+", "%2B")))
    if new is None:
        return None
    segments[key] = quote(to_text(new), safe="")
    return "/".join(segments)


def _token(text: str, inner: Callable[[Inside], Any]) -> str | None:
    """Change the claims of a JSON web token, and remove its signature, which would be invalid and could reveal the
    claims.
    """
    head, claims, _ = text.split(".")
    new = changed("base64", claims, inner) if decode_base64(claims) else None
    return None if new is None else f"{head}.{to_text(new)}.redacted"


def _sliced(value: Any, inward: Steps, replace: Replace) -> Any:
    """Replace a leaf that is a slice of the value."""
    codec = inward[0][0]
    own = [leaf for leaf in _SLICES[codec](value) or () if _leads(leaf, inward)]
    found = False
    for trail, _, old in own:
        new = _rewritten(old, inward[len(list(steps(trail))) - 1 :], replace)
        if new is None or not isinstance(old, str | bytes):
            continue
        exchanged = _exchanged(value, old, new, codec)
        if exchanged is None:
            return replace(None)
        value, found = exchanged, True
    if own and not found and not isinstance(own[0][2], str | bytes):  # a number in a message format
        return replace(None)
    return value if found else None


def _exchanged(value: Inside, old: Inside, new: object, codec: str) -> Inside | None:
    before, after = old, like(to_text(new), old) if not isinstance(new, bytes) else new
    if codec == "xml":
        before, after = escape(to_text(old), quote=False), escape(to_text(after), quote=False)
    if isinstance(value, bytes):
        raw, put = (one if isinstance(one, bytes) else one.encode() for one in (before, after))
        if codec in _BINARY or codec == "text":
            if len(put) > len(raw):
                return None
            put = put.ljust(len(raw), b"-")
        return value.replace(raw, put) if raw in value else None
    left, right = to_text(before), to_text(after)
    return value.replace(left, right) if left in value else None


def _leads(leaf: Leaf, inward: Steps) -> bool:
    own = list(steps(leaf[0]))[1:]
    return own == list(inward[: len(own)])


def _runs(value: Any) -> list[Leaf]:
    return [((_START, "text", number), "", run) for number, run in enumerate(printable_runs(value))]


def _records(value: Any) -> list[Leaf]:
    data = value if isinstance(value, bytes) else value.encode()
    return [(trail, "", record) for trail, record in split_records(_START, data) or ()]


_SLICES: dict[str, Callable[[Any], list[Leaf] | None]] = {
    "xml": lambda value: read_xml(_START, to_text(value)),
    "multipart": lambda value: read_multipart(_START, value, ""),
    "line": lambda value: read_json_lines(_START, to_text(value)),
    "record": _records,
    "text": _runs,
    **dict.fromkeys(_BINARY, lambda value: read_binary(_START, value)),
}
