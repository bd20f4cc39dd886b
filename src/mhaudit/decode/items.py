"""What is still to be looked into, and whether what came out of it is more than chance."""

from typing import NamedTuple

from mhaudit.decode import base_n, compression
from mhaudit.decode.binary import read_binary
from mhaudit.decode.media import is_media
from mhaudit.decode.parts import read_text
from mhaudit.decode.text_decoders import Opening
from mhaudit.model.place import Trail


class Item(NamedTuple):
    """Something to look into. `structure`: only its fields are wanted, the text itself was searched already.

    `whole` says that it is a body or message, as it was sent or without its compression; `counted` that it is a piece
    of one, whose bytes were counted as read.
    """

    trail: Trail
    sent: bool
    name: str
    value: str | bytes
    content_type: str = ""
    structure: bool = False
    whole: bool = False
    counted: bool = False


def is_no_chance(data: bytes, codec: str) -> bool:
    """Whether the beginning of a stream without an end is one; deflate and brotli begin with whatever bytes."""
    return codec not in ("deflate", "br") or base_n.is_readable(data)


def makes_sense(opening: Opening) -> bool:
    """Whether what a text opens to is more than bytes in no known form."""
    _, out = opening
    if isinstance(out, str):
        return True
    return (
        bool(compression.sniff(out))
        or read_text(out) is not None
        or bool(read_binary((None, "", None), out))
        or is_media(out)
    )
