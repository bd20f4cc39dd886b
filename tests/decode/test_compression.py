import gzip
import zlib

import brotli
import pytest
import zstandard

from mhaudit.decode.compression import CutOff, decompress, sniff

PLAIN = b'{"mood": 3, "note": "not again"}'
GZIP = gzip.compress(PLAIN, mtime=0)
ZLIB = zlib.compress(PLAIN)
RAW = zlib.compress(PLAIN)[2:-4]
ZSTD = zstandard.compress(PLAIN)
BROTLI = brotli.compress(PLAIN)
BOUND = 10_000


@pytest.mark.parametrize(
    ("data", "codec"),
    [(GZIP, "gzip"), (ZLIB, "zlib"), (RAW, "deflate"), (ZLIB, "deflate"), (ZSTD, "zstd"), (BROTLI, "br")],
)
def test_each_codec(data: bytes, codec: str) -> None:
    assert decompress(data, codec, BOUND) == PLAIN


@pytest.mark.parametrize("codec", ["gzip", "zlib", "deflate", "zstd", "br"])
def test_what_is_not_compressed(codec: str) -> None:
    assert decompress(PLAIN, codec, BOUND) is None


@pytest.mark.parametrize(
    ("data", "codec"),
    [
        (GZIP, "gzip"),
        (ZSTD, "zstd"),
        (ZLIB, "zlib"),
        (BROTLI, ""),
        (RAW, ""),
        (PLAIN, ""),
        (b"", ""),
        (b"x\x01", "zlib"),
    ],
)
def test_what_the_first_bytes_say(data: bytes, codec: str) -> None:
    assert sniff(data) == codec


def test_all_members_of_a_gzip_file() -> None:
    assert decompress(GZIP + gzip.compress(b" and more", mtime=0), "gzip", BOUND) == PLAIN + b" and more"


def test_all_frames_of_zstd() -> None:
    assert decompress(ZSTD + zstandard.compress(b" and more"), "zstd", BOUND) == PLAIN + b" and more"


def test_what_follows_a_gzip_member_and_is_none_is_left() -> None:
    assert decompress(GZIP + b"\x00" * 20, "gzip", BOUND) == PLAIN


def test_a_cut_stream_gives_what_came_before_the_cut() -> None:
    long = b"".join(b"%d," % n for n in range(2000))
    out = decompress(gzip.compress(long, mtime=0)[:1000], "gzip", BOUND)
    assert out and len(out) > 100 and long.startswith(out)


@pytest.mark.parametrize("codec", ["gzip", "zlib", "deflate", "zstd", "br"])
def test_a_bomb_stops_at_the_bound(codec: str) -> None:
    zeros = b"\x00" * 3_000_000
    bomb = {
        "gzip": gzip.compress(zeros),
        "zlib": zlib.compress(zeros),
        "deflate": zlib.compress(zeros)[2:-4],
        "zstd": zstandard.compress(zeros),
        "br": brotli.compress(zeros),
    }[codec]
    with pytest.raises(CutOff) as caught:
        decompress(bomb, codec, BOUND)
    assert caught.value.data == b"\x00" * BOUND


def test_the_bound_itself_is_allowed() -> None:
    assert decompress(gzip.compress(b"a" * BOUND), "gzip", BOUND) == b"a" * BOUND
