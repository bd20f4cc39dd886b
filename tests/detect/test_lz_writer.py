"""The letters of lz-string, as the tests of its library publish them, and as its format spells the bits out."""

import pytest

from mhaudit.decode.lz_string import decode
from mhaudit.detect.lz_writer import BASE64, URI, compress_lz


def spelt(bits: str, letters: str = BASE64) -> str:
    """The letters of these bits, six to each."""
    packed = bits.replace(" ", "")
    packed += "0" * (6 - len(packed) % 6)
    return "".join(letters[int(packed[at : at + 6], 2)] for at in range(0, len(packed), 6))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("hello, i am a 猫", "BYUwNmD2A0AECWsCGBbZtDUzkA"),
        ("", "Q"),
    ],
)
def test_the_published_examples(text: str, written: str) -> None:
    assert compress_lz(text) == written


@pytest.mark.parametrize(
    ("letter", "bits"),
    [
        ("a", "00 10000110 010"),  # a code of two bits, the character, the end (2): each from its lowest bit on
        ("\xff", "00 11111111 010"),
        ("\u0100", "10 0000000010000000 010"),  # from 256 on a character has 16 bits
    ],
)
def test_one_character(letter: str, bits: str) -> None:
    assert compress_lz(letter) == spelt(bits)


def test_what_came_before_is_named_by_its_number() -> None:
    assert compress_lz("aa") == spelt("00 10000110 110 010")
    assert compress_lz("ab") == spelt("00 10000110 000 01000110 010")


@pytest.mark.parametrize("text", ["a" * 500, "ab" * 300, "mood: 3; " * 90, "mood 😔 Übung"])
def test_the_decoder_reads_it(text: str) -> None:
    assert [out for _, out in decode(compress_lz(text))] == [text]


def test_the_alphabet_for_addresses_differs_in_one_letter() -> None:
    text = "an ÿ of their own: ÿÿÿ"
    assert "/" in compress_lz(text)
    assert compress_lz(text, URI) == compress_lz(text).replace("/", "-")
