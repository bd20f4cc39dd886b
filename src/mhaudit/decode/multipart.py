"""multipart/form-data and its relatives, split by boundary; damaged headers cost one part, not the body."""

import re

from mhaudit.model.place import Leaf, Trail

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
