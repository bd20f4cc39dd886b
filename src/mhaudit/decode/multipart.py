"""Multipart forms (multipart/form-data and similar, RFC 2046, 5.1): one leaf for each part."""

import re

from mhaudit.model.place import Leaf, Trail

_MOST = 10_000  # parts
_BOUNDARY = re.compile(r"boundary\s*=\s*(?:\"([^\"]{1,200})\"|([^\";,\s]{1,200}))", re.IGNORECASE)
_NAME = re.compile(rb"[; ]name\s*=\s*\"([^\"]*)\"|[; ]name\s*=\s*([^\";\s]+)", re.IGNORECASE)
_FILE = re.compile(rb"filename\*?\s*=\s*\"?([^\";\r\n]*)", re.IGNORECASE)
_FIRST_LINE = re.compile(rb"--([\w'()+,./:=?-]{8,200})[ \t]*\r?\n[Cc][Oo][Nn][Tt][Ee][Nn][Tt]-")


def read_multipart(trail: Trail, data: bytes, content_type: str) -> list[Leaf] | None:
    """Return a leaf for the bytes of each part, and one for a file's name; None without a boundary."""
    boundary = boundary_of(data, content_type)
    if not boundary:
        return None
    leaves: list[Leaf] = []
    for number, part in enumerate(data.split(b"--" + boundary, _MOST)[1:]):
        if part.startswith(b"--"):
            break
        leaves += _part(trail, number, part)
    return leaves or None


def boundary_of(data: bytes, content_type: str) -> bytes:
    """Return the declared boundary if the body contains it, with its case; else that of the body's first line."""
    match = _BOUNDARY.search(content_type)
    declared = (match[1] or match[2]).encode() if match else b""
    if declared and b"--" + declared in data:
        return declared
    first = _FIRST_LINE.match(data)
    return first[1] if first else b""


def beside_parts(data: bytes, content_type: str) -> list[bytes]:
    """Return the text before the first part and after the end of the last one, unless blank."""
    mark = b"--" + boundary_of(data, content_type)
    before, _, parts = data.partition(mark)
    _, end, behind = parts.rpartition(mark + b"--")
    return [piece for piece in (before, behind if end else b"") if piece.strip()]


def _part(trail: Trail, number: int, part: bytes) -> list[Leaf]:
    head, separator, body = part.partition(b"\r\n\r\n")
    if not separator:
        head, separator, body = part.partition(b"\n\n")
    if not separator:  # truncated within its headers
        head, body = b"", part.removeprefix(b"\r").removeprefix(b"\n")
    match = _NAME.search(head)
    name = (match[1] or match[2] or b"").decode(errors="replace") if match else ""
    here = (trail, "multipart", name or number)
    leaves: list[Leaf] = [(here, name, body.removesuffix(b"\n").removesuffix(b"\r"))]
    if file := _FILE.search(head):
        leaves.append(((here, "filename", None), "filename", file[1].decode(errors="replace")))
    return leaves
