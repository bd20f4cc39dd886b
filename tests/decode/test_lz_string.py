import pytest

from mhaudit.decode.lz_string import decode
from tests.decode.lz import BASE64, URI, compress_lz

PUBLISHED = "BYUwNmD2A0AECWsCGBbZtDUzkA"  # from the tests of lz-string: what it makes of the text below


def test_the_published_example() -> None:
    assert compress_lz("hello, i am a 猫") == PUBLISHED
    assert list(decode(PUBLISHED)) == [("lz-string", "hello, i am a 猫")]
    assert list(decode(PUBLISHED + "==")) == [("lz-string", "hello, i am a 猫")]


@pytest.mark.parametrize("letters", [BASE64, URI])
@pytest.mark.parametrize(
    "text",
    [
        "ines.calderon@quietpost.example",
        "tired 😔 of it",
        "très déprimé\u00a0!",
        "Ärger mit mir selbst",  # the first character is one byte and beyond ASCII
        "ÿ is the last of its kind",
        "\u00a0 a space that keeps words together",
        "👩\u200d🚀 and 猫",
        '{"mood": 3, "note": "again, again and again"}' * 20,
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "one\ttwo\r\nthree",
    ],
)
def test_what_the_library_writes(text: str, letters: str) -> None:
    assert [out for _, out in decode(compress_lz(text, letters))] == [text]


def test_the_alphabet_for_addresses_has_its_own_name_where_it_shows() -> None:
    written = compress_lz("an ÿ of their own: ÿÿÿ", URI)
    assert "-" in written
    assert list(decode(written)) == [("lz-string-uri", "an ÿ of their own: ÿÿÿ")]


@pytest.mark.parametrize(
    "text",
    [
        PUBLISHED[:-4],  # cut: no end mark
        PUBLISHED + "AAAA",  # and something after it
        "B" + PUBLISHED,
        "yesterday",
        "BYUwNmD2*",
        compress_lz("mood\x01\x02\x03"),
        compress_lz("a😔")[:-4],
        "3f0c8a52-91d7-4b6e-8c1e-5a7be2f4d960",
        "0123456789abcdef0123456789abcdef",
    ],
)
def test_other_texts_are_not_lz_string(text: str) -> None:
    assert list(decode(text)) == []
