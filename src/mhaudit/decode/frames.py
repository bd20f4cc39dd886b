"""Messages of real-time libraries: JSON behind the numbers of Socket.IO, and SignalR's JSON between separators.

Socket.IO: packet types of Engine.IO and Socket.IO, attachments, namespace and acknowledgement stand before the JSON
(`42/chat,7["said",{…}]`; socket.io-protocol, revision 5). Long polling joins several with U+001E, as SignalR ends each
of its records (ASP.NET Core, Hub Protocol, JSON encoding), and as JSON text sequences begin theirs (RFC 7464).
"""

import re

from mhaudit.model.place import Trail

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
