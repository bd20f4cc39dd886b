"""Compressed bytes, found by their own first bytes wherever they start, opened with a bound on what comes out."""

import zlib
from collections.abc import Callable
from typing import cast

import brotli
import zstandard

_ZLIB_HEADS = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
# brotli 1.1 can't bound what one call puts out, and five bytes can stand for 16 MB: so it is fed in small pieces
_BROTLI_PIECE = 32


class CutOff(Exception):
    """The output went over the bound; `data` holds what came out before."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        super().__init__("decompressed data over the bound")


def _inflate(data: bytes, bound: int, window: int) -> bytes:
    """All members of a gzip file, or one zlib or deflate stream; a cut stream gives what came before the cut."""
    out, size = [], 0
    while data:
        stream = zlib.decompressobj(window)
        out.append(stream.decompress(data, bound - size + 1))
        size += len(out[-1])
        if size > bound:
            raise CutOff(b"".join(out)[:bound])
        data = stream.unused_data if window == 31 else b""
        if not data.startswith(b"\x1f\x8b"):
            break
    return b"".join(out)


def _zstd(data: bytes, bound: int) -> bytes:
    with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(data, read_across_frames=True) as stream:
        out = stream.read(bound + 1)
    if len(out) > bound:
        raise CutOff(out[:bound])
    return out


def _brotli(data: bytes, bound: int) -> bytes:
    stream, out, size = brotli.Decompressor(), [], 0
    for start in range(0, len(data), _BROTLI_PIECE):
        out.append(cast(bytes, stream.process(data[start : start + _BROTLI_PIECE])))
        size += len(out[-1])
        if size > bound:
            raise CutOff(b"".join(out)[:bound])
    if not stream.is_finished() and not size:
        raise brotli.error("no brotli stream")
    return b"".join(out)


_OPEN: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": lambda data, bound: _inflate(data, bound, 31),
    "zlib": lambda data, bound: _inflate(data, bound, 15),
    "deflate": lambda data, bound: _inflate(data, bound, -15),
    "zstd": _zstd,
    "br": _brotli,
}
CODECS = frozenset(_OPEN)
ALIASES = {"x-gzip": "gzip", "brotli": "br", "zstandard": "zstd"}


def sniff(data: bytes) -> str:
    """The compression that the first bytes name: gzip, zlib, zstd, or "" for none that can be told."""
    if data.startswith(b"\x1f\x8b\x08"):
        return "gzip"
    if data.startswith(b"\x28\xb5\x2f\xfd"):
        return "zstd"
    return "zlib" if data[:2] in _ZLIB_HEADS else ""


def decompress(data: bytes, codec: str, bound: int) -> bytes | None:
    """At most `bound` bytes, or None where the data is not what `codec` says. Raises CutOff beyond the bound."""
    if codec == "deflate" and data[:2] in _ZLIB_HEADS:  # what servers call deflate is mostly zlib
        codec = "zlib"
    try:
        return _OPEN[codec](data, bound)
    except (zlib.error, zstandard.ZstdError, brotli.error, EOFError):
        return None
