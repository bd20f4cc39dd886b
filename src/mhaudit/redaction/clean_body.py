"""Clean bodies and messages byte by byte. Those that are not text can't be checked and are removed."""

import re
from typing import NamedTuple

from mhaudit.decode.compression import ALIASES, CODECS, CutOff, decompress, sniff
from mhaudit.decode.parts import read_text
from mhaudit.model.capture import Headers
from mhaudit.redaction.clean_text import TextCleaner
from mhaudit.redaction.encodings import compress
from mhaudit.redaction.pseudonyms import is_pseudonym

_BOUND = 1 << 26
_DEEPEST = 4
_BOUNDARY = re.compile(r"boundary\s*=\s*(?:\"([^\"]{1,200})\"|([^;\s]{1,200}))", re.IGNORECASE)
_NAME = re.compile(rb"[; ]name\s*=\s*(?:\"([^\"]*)\"|([^\";\s]+))", re.IGNORECASE)
_FILE = re.compile(rb"[; ]filename\*?\s*=\s*(?:\"([^\"]*)\"|([^\";\r\n]*))", re.IGNORECASE)
_TYPE = re.compile(rb"^content-type:\s*([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
_CODE = ("javascript", "ecmascript", "css", "html", "xml", "svg", "wasm", "font")
_MEDIA_TYPE = re.compile(r"[a-z]{2,20}/[a-z][a-z0-9.+-]{1,60}")
_CHARSET = re.compile(r"charset\s*=\s*\"?([\w-]{1,20})", re.IGNORECASE)
BOUNDARY = "redacted-boundary"
GONE = b"redacted-unread-body"
_TOPS = frozenset("text application image audio video font multipart message model".split())


class CleanBody(NamedTuple):
    """A body that can be shared, its media type, and its content codings, innermost first.

    `dropped` counts bodies and parts of bodies that could not be read and were left out.
    """

    data: bytes
    media_type: str
    codings: tuple[str, ...]
    dropped: int


def clean_body(data: bytes, headers: Headers, cleaner: TextCleaner) -> CleanBody:
    """Return a body without its unreadable parts, encoded as its headers declare."""
    declared = _header(headers, "content-type")
    names = [name.strip().lower() for name in _header(headers, "content-encoding").split(",") if name.strip()]
    codings: list[str] = []
    for name in reversed(names):
        codec = ALIASES.get(name, name)
        out = _unpacked(data, codec) if codec in CODECS else None
        if out is None:  # many recorders keep the header and store the body decoded
            break
        data, codings = out, [codec, *codings]
    new, media_type, dropped = _content(data, declared, cleaner, 0)
    for codec in codings:
        new = compress(codec, new)
    return CleanBody(new, media_type, tuple(codings), dropped)


def media_type_of(declared: str, cleaner: TextCleaner) -> str:
    """Return a media type stripped of its parameters, with the character set that the body has now."""
    bare = declared.partition(";")[0].strip().lower()
    top = bare.partition("/")[0]
    if not _MEDIA_TYPE.fullmatch(bare) or top not in _TOPS or cleaner.text(bare) != bare:
        return "text/plain"
    if top == "multipart":
        return f"{bare}; boundary={BOUNDARY}"
    return f"{bare}; charset=utf-8" if _CHARSET.search(declared) else bare


def _content(data: bytes, declared: str, cleaner: TextCleaner, depth: int) -> tuple[bytes, str, int]:
    """Return the cleaned body, its media type, and the number of dropped parts."""
    media_type = media_type_of(declared, cleaner)
    if not data or is_pseudonym(data):
        return data, media_type, 0
    if depth > _DEEPEST:
        return GONE, "text/plain", 1
    if codec := sniff(data):
        out = _unpacked(data, codec)
        if out is None:
            return GONE, "text/plain", 1
        new, _, dropped = _content(out, declared, cleaner, depth + 1)
        return (compress(codec, new) if new != GONE else GONE), media_type, dropped
    if boundary := _boundary_of(data, declared):
        new, dropped = _parts(data, boundary, cleaner, depth)
        return new, media_type if "multipart" in media_type else f"multipart/form-data; boundary={BOUNDARY}", dropped
    read = read_text(data, declared)
    if read is None:
        return GONE, "text/plain", 1
    code = any(word in declared.lower() for word in _CODE)
    if "urlencoded" in declared.lower() and "=" in read[0]:
        return cleaner.pairs(read[0], "&").encode(errors="replace"), media_type, 0
    return cleaner.text(read[0], code=code).encode(errors="replace"), media_type, 0


def _unpacked(data: bytes, codec: str) -> bytes | None:
    try:
        return decompress(data, codec, _BOUND)
    except CutOff:
        return None


def _boundary_of(data: bytes, declared: str) -> bytes:
    """Return the multipart boundary that is declared or that the body begins with; b"" where there is none."""
    if match := _BOUNDARY.search(declared):
        boundary = (match[1] or match[2]).encode()
        if b"--" + boundary in data:
            return boundary
    first = re.match(rb"\s*--([\w'()+,./:=? -]{1,200}?)\r?\n[Cc]ontent-", data)
    return first[1] if first else b""


def _parts(data: bytes, boundary: bytes, cleaner: TextCleaner, depth: int) -> tuple[bytes, int]:
    """Return the parts under a new boundary; the preamble, the epilogue and text between parts are left out."""
    out, dropped = b"", 0
    for part in data.split(b"--" + boundary)[1:]:
        if part.startswith(b"--"):
            break
        head, separator, body = part.partition(b"\r\n\r\n")
        if not separator:
            head, separator, body = part.partition(b"\n\n")
        if not separator:
            head, body = b"", part
        declared = found[1].decode(errors="replace") if (found := _TYPE.search(head)) else ""
        name = _said(_NAME, head)
        body = body.removesuffix(b"\n").removesuffix(b"\r")
        if by_name := cleaner.by_name(name, body.decode(errors="replace")):
            body, media_type, lost = by_name.encode(), "text/plain", 0
        else:
            body, media_type, lost = _content(body, declared, cleaner, depth + 1)
        dropped += lost
        out += f"--{BOUNDARY}\r\n{_disposition(head, name, cleaner)}".encode(errors="replace")
        out += (f"content-type: {media_type}\r\n".encode() if declared else b"") + b"\r\n" + body + b"\r\n"
    return out + f"--{BOUNDARY}--\r\n".encode(), dropped


def _disposition(head: bytes, name: str, cleaner: TextCleaner) -> str:
    line = f'content-disposition: form-data; name="{_in_quotes(cleaner.text(name))}"' if name else "x-part: unnamed"
    if file := _said(_FILE, head):
        line += f'; filename="{_in_quotes(cleaner.text(file))}"'
    return line + "\r\n"


def _in_quotes(text: str) -> str:
    return re.sub(r"[\"\r\n\\]", "_", text)


def _said(pattern: re.Pattern[bytes], head: bytes) -> str:
    match = pattern.search(head)
    return (match[1] or match[2] or b"").decode(errors="replace") if match else ""


def _header(headers: Headers, wanted: str) -> str:
    return next((value for name, value in headers if name.lower() == wanted), "")
