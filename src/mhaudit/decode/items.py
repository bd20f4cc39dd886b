"""Items still to be decoded, and tests of whether a decoding is more than chance."""

from typing import NamedTuple

from mhaudit.decode import base_n, compression
from mhaudit.decode.binary import read_binary
from mhaudit.decode.media import is_media
from mhaudit.decode.parts import read_text
from mhaudit.model.place import Decoded, Trail


class Item(NamedTuple):
    """A text or bytes to decode. `structure`: only its fields are wanted, the text itself was searched already.

    `whole`: it is a body or message, as sent or decompressed; `counted`: it is a piece of one, and its bytes were
    counted as read.
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
    """Return whether the beginning of an unfinished stream is genuine: any bytes can begin deflate or brotli."""
    return codec not in ("deflate", "br") or base_n.is_readable(data)


def makes_sense(opening: Decoded) -> bool:
    """Return whether a decoded text is more than bytes of no known format."""
    _, out = opening
    if isinstance(out, str):
        return True
    return (
        bool(compression.sniff(out))
        or read_text(out) is not None
        or bool(read_binary((None, "", None), out))
        or is_media(out)
    )
