"""Compressed data, recognised by its first bytes at any offset, and decompressed up to a bound."""

import bz2
import lzma
import re
import zlib
from collections.abc import Callable
from typing import NamedTuple, cast

import brotli
import zstandard

from mhaudit.decode.base_n import begins_readable

_ZLIB_HEADS = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
# brotli 1.1 can't bound the output of one call, and five bytes can expand to 16 MB: so the input is split
_BROTLI_PIECE = 32
_PIECE = 4096  # bytes of input for zlib at a time: its unused rest is copied, once for each member
_MOST_MEMBERS = 20_000
_PADDING = b"\x00\t\n\r "


class CutOff(Exception):
    """The output exceeds the bound; `data` is the output up to it."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        super().__init__("decompressed data over the bound")


class Inflated(NamedTuple):
    """The content of a compressed stream, the bytes after its end, and whether its end was reached."""

    data: bytes
    rest: bytes = b""
    whole: bool = True


def _inflate(data: bytes, bound: int, window: int) -> Inflated:
    """Decompress all members of a gzip file, or a zlib or deflate stream, up to the cut of a truncated one."""
    out: list[bytes] = []
    at = size = members = 0
    while True:
        stream = zlib.decompressobj(window)
        end = _member(stream, data, at, out, bound - size)
        size = sum(map(len, out)) if not members else size + len(out[-1])
        members += 1
        if size > bound:
            raise CutOff(b"".join(out)[:bound])
        if end is None:
            return Inflated(b"".join(out), b"", whole=False)
        at = _past_padding(data, end)
        if window != 31 or members == _MOST_MEMBERS or data[at : at + 3] != b"\x1f\x8b\x08":
            return Inflated(b"".join(out), data[at:])


def _member(stream: "zlib._Decompress", data: bytes, at: int, out: list[bytes], room: int) -> int | None:
    """Append the content of one member to `out`; return its end, or None if it is truncated or over the bound."""
    pieces: list[bytes] = []
    size = 0
    try:
        while not stream.eof and size <= room:
            piece = stream.unconsumed_tail or data[at : at + _PIECE]
            if not piece:
                break
            at += 0 if stream.unconsumed_tail else len(piece)
            pieces.append(stream.decompress(piece, room - size + 1))
            size += len(pieces[-1])
    except zlib.error:
        if not size and not out:
            raise
    out.append(b"".join(pieces))
    return at - len(stream.unused_data) if stream.eof else None


def _past_padding(data: bytes, at: int) -> int:
    """Return the offset of the first byte that is not padding or a blank."""
    while at < len(data):
        piece = data[at : at + _PIECE]
        if left := piece.lstrip(_PADDING):
            return at + len(piece) - len(left)
        at += len(piece)
    return at


def _zstd(data: bytes, bound: int) -> Inflated:
    with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(data, read_across_frames=True) as stream:
        out = stream.read(bound + 1)
    if len(out) > bound:
        raise CutOff(out[:bound])
    return Inflated(out)


def _brotli(data: bytes, bound: int) -> Inflated:
    stream, out, size = brotli.Decompressor(), [], 0
    for start in range(0, len(data), _BROTLI_PIECE):
        out.append(cast(bytes, stream.process(data[start : start + _BROTLI_PIECE])))
        size += len(out[-1])
        if size > bound:
            raise CutOff(b"".join(out)[:bound])
        if stream.is_finished():
            return Inflated(b"".join(out), data[start + _BROTLI_PIECE :])
    if not size:
        raise brotli.error("no brotli stream")
    return Inflated(b"".join(out), b"", whole=False)


def _bounded(stream: bz2.BZ2Decompressor | lzma.LZMADecompressor, data: bytes, bound: int) -> Inflated:
    """Return the content of a bzip2 or xz stream. Raise CutOff beyond the bound."""
    out = stream.decompress(data, bound + 1)
    if len(out) > bound:
        raise CutOff(out[:bound])
    return Inflated(out, stream.unused_data, whole=stream.eof)


_XZ_MEMORY = 1 << 27  # bytes that a stream may request; streams of xz -9 take 65 MB
_OPEN: dict[str, Callable[[bytes, int], Inflated]] = {
    "gzip": lambda data, bound: _inflate(data, bound, 31),
    "zlib": lambda data, bound: _inflate(data, bound, 15),
    "deflate": lambda data, bound: _inflate(data, bound, -15),
    "zstd": _zstd,
    "br": _brotli,
    "bzip2": lambda data, bound: _bounded(bz2.BZ2Decompressor(), data, bound),
    "xz": lambda data, bound: _bounded(lzma.LZMADecompressor(lzma.FORMAT_XZ, _XZ_MEMORY), data, bound),
}
_HEADS = {
    b"\x1f\x8b\x08": "gzip",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"\xfd7zXZ\x00": "xz",
    **{b"BZh%d1AY&SY" % level: "bzip2" for level in range(1, 10)},
}
CODECS = frozenset(_OPEN)
ALIASES = {"x-gzip": "gzip", "brotli": "br", "zstandard": "zstd"}


_FIRST = {head[:1] for head in (*_HEADS, *_ZLIB_HEADS)}
_HEAD_OF_RAW = {"deflate": 64, "br": _BROTLI_PIECE}  # bytes


def may_hold_text(data: bytes, codec: str) -> bool:
    """Return whether bytes may be raw deflate or brotli of readable text, judged by their first bytes.

    Most other bytes fail to decompress at once; the output of the rest mostly begins unlike any text.
    """
    head = data[: _HEAD_OF_RAW[codec]]
    if data[:2] in _ZLIB_HEADS:
        return True
    if codec == "deflate" and not _begins_block(data):
        return False
    try:
        if codec == "deflate":
            return begins_readable(zlib.decompressobj(-15).decompress(head, _LOOK))
        return begins_readable(cast(bytes, brotli.Decompressor().process(head)))
    except (zlib.error, brotli.error):
        return False


def _begins_block(data: bytes) -> bool:
    """Return whether data may begin a block of raw deflate, by its kind, and a stored one by its length (RFC 1951)."""
    kind = data[0] >> 1 & 3
    if kind == _STORED:
        return int.from_bytes(data[1:3], "little") ^ int.from_bytes(data[3:5], "little") == _ALL_BITS
    return kind != _NO_KIND


_STORED, _NO_KIND, _ALL_BITS = 0, 3, 0xFFFF


def sniff(data: bytes) -> str:
    """Return the compression indicated by the first bytes: gzip, zlib, zstd, bzip2, xz, or "" for none."""
    if data[:1] not in _FIRST:
        return ""
    for head, codec in _HEADS.items():
        if data.startswith(head):
            return codec
    return "zlib" if data[:2] in _ZLIB_HEADS else ""


def inflate(data: bytes, codec: str, bound: int) -> Inflated | None:
    """Decompress to at most `bound` bytes; return None if the data is not `codec`. Raise CutOff beyond the bound."""
    if codec == "deflate" and data[:2] in _ZLIB_HEADS:  # most servers send zlib as deflate
        codec = "zlib"
    try:
        return _OPEN[codec](data, bound)
    except (zlib.error, zstandard.ZstdError, brotli.error, lzma.LZMAError, OSError, EOFError):
        return None


def decompress(data: bytes, codec: str, bound: int) -> bytes | None:
    """Decompress like `inflate`, without the bytes after the end of the stream."""
    found = inflate(data, codec, bound)
    return None if found is None else found.data


_STREAM = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]|\x28\xb5\x2f\xfd|\x78[\x01\x5e\x9c\xda]")
_MOST_TRIES = 200
_LOOK = 256  # bytes that suffice to reject a stream
_FEWEST = 4  # bytes of output that they must give


class Embedded(NamedTuple):
    """A compressed stream at offset `at` in other data."""

    at: int
    codec: str


def embedded(data: bytes) -> Embedded | None:
    """Find the first compressed stream after the first byte; of two hundred candidates at most."""
    if data.find(b"x", 1) < 0 and data.find(b"\x1f\x8b\x08", 1) < 0 and data.find(b"\x28\xb5\x2f\xfd", 1) < 0:
        return None
    for _, match in zip(range(_MOST_TRIES), _STREAM.finditer(data, 1), strict=False):
        head = data[match.start() : match.start() + _LOOK]
        if codec := _begins(head):
            return Embedded(match.start(), codec)
    return None


def _begins(head: bytes) -> str:
    """Return the compression of some bytes if their beginning can be decompressed, else ""."""
    codec = sniff(head)
    if codec == "zstd":
        try:
            zstandard.get_frame_parameters(head)
        except zstandard.ZstdError:
            return ""
        return codec
    stream = zlib.decompressobj(31 if codec == "gzip" else 15)
    try:
        out = stream.decompress(head)
    except zlib.error:
        return ""
    long = codec == "gzip" or len(head) == _LOOK  # a zlib header of two bytes occurs by chance
    return codec if stream.eof or (long and len(out) >= _FEWEST) else ""
