import gzip

import pytest

from mhaudit.decode.items import Item, is_no_chance, makes_sense

NOISE = bytes(range(128, 160))


def test_an_item_is_a_piece_by_default() -> None:
    item = Item((None, "body", None), True, "note", "so tired")
    assert (item.content_type, item.structure, item.whole, item.counted) == ("", False, False, False)


@pytest.mark.parametrize(
    ("codec", "data", "real"),
    [
        ("deflate", b"so tired of it", True),
        ("br", b"so tired of it", True),
        ("deflate", NOISE, False),
        ("br", NOISE, False),
        ("gzip", NOISE, True),  # these say by their first bytes what they are
        ("zstd", NOISE, True),
    ],
)
def test_the_beginning_of_a_stream_that_was_cut(codec: str, data: bytes, real: bool) -> None:
    assert is_no_chance(data, codec) is real


@pytest.mark.parametrize(
    ("out", "sense"),
    [
        ("any text", True),
        ("", True),
        (b"so tired of it", True),
        (gzip.compress(NOISE, mtime=0), True),
        (b"\x0a\x04mood", True),  # a protobuf message
        (b"\x89PNG\r\n\x1a\n" + NOISE, True),
        (NOISE, False),
    ],
)
def test_what_comes_out_of_a_text_makes_sense(out: str | bytes, sense: bool) -> None:
    assert makes_sense(("base64", out)) is sense
