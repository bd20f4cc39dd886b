"""Values stay inside: masks show a shape and nothing else, and the redactor takes values out of names."""

import base64
import gzip
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mhaudit.collect.masking import Redactor, mask, reveal
from mhaudit.model.place import Scalar


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("nora.lind+calm@example.org", "•••.•••+•••@•••.•••"),
        ("1991-08-23", "•••-•••-•••"),
        (3, "•••"),
        (14, "•••"),
        (True, "•••"),
        (None, "•••"),
        (-0.5, "-•••.•••"),
        (b"\x00\x01", "••• (bytes)"),
        ("", ""),
        ("a  b\n\tc", "••• ••• •••"),
        ("é ü", "••• •••"),
    ],
)
def test_the_shape_is_shown_and_not_the_length(value: Scalar, shown: str) -> None:
    assert mask(value) == shown


def test_long_texts_are_cut() -> None:
    shown = mask("word " * 100)
    assert len(shown) < 50
    assert shown.endswith("…")


@given(st.text())
def test_no_letter_or_digit_is_left(text: str) -> None:
    assert not any(character.isalnum() for character in mask(text))


def redactor(*secrets: str) -> Redactor:
    return Redactor(lambda text: any(secret in text for secret in secrets))


def test_only_the_piece_that_holds_a_value_is_withheld() -> None:
    redact = redactor("nora-lind-7")
    assert redact("body > json:/users/nora-lind-7/mood") == "body > json:/users/[withheld]/mood"
    assert redact("nora-lind-7.api.example") == "[withheld].api.example"
    assert redact("body > json:/users/7/mood") == "body > json:/users/7/mood"


def test_a_value_that_goes_over_pieces_takes_everything() -> None:
    assert redactor("Nora Lind")("the field 'Nora Lind' means") == "the field '[withheld]' means"
    assert redactor("Nora > Lind")("json:/Nora > Lind") == "[withheld]"
    assert redactor("Nora > Lind")("json:/Nora > Lin") == "json:/Nora > Lin"


@pytest.mark.parametrize(
    "name",
    [
        "bm9yYS1saW5kLTc=",
        "6e6f72612d6c696e642d37",
        "nora%2Dlind%2D7",
        r"nora\u002dlind-7",
        "nora&#45;lind-7",
        "H4sIAAAAAAAC/8vLL0rUzcnMS9E1BwA0hhPCCwAAAA==",  # gzip; without the slash it would be a key by its shape
    ],
)
def test_a_name_that_opens_to_a_value_is_withheld(name: str) -> None:
    redact = redactor("nora-lind-7")
    assert redact(f"body > json:/users/{name.replace('/', '~1')}/mood") == "body > json:/users/[withheld]/mood"
    assert redact(f"query:{name}") == "query:[withheld]"
    assert redact(f"the field {name!r} means") == "the field '[withheld]' means"
    assert redactor("somebody")(f"query:{name}") == f"query:{name}"


def test_a_hash_in_base64_is_withheld_as_a_whole() -> None:
    digest = bytes.fromhex("ff" * 16 + "00" * 4)
    name = base64.b64encode(digest).decode()
    assert name.count("/") > 3
    redact = redactor(digest.hex())
    assert redact(f"query:{name}") == "query:[withheld]"
    assert redact(f"body > json:/{name.replace('/', '~1')}/mood") == "body > json:/[withheld]/mood"
    assert redact(f"the field {name!r} means") == "the field '[withheld]' means"
    assert redactor("nobody")(f"query:{name}") == f"query:{name}"


def test_unplanted_addresses_are_withheld() -> None:
    redact = redactor()
    assert redact("body > json:/somebody.else@mail.example/mood") == "body > json:/[withheld]/mood"
    assert redact("query:somebody%40mail.example") == "query:[withheld]"
    assert redact("header:x-at-home") == "header:x-at-home"


def test_reveal_shows_the_value() -> None:
    assert (reveal("a@b.example"), reveal(3), reveal(b"\xff\x00")) == ("a@b.example", "3", "ff00")
    assert reveal("x" * 300) == "x" * 200 + "…"


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_a_compressed_value_is_withheld_also_beside_other_letters(pack: Callable[[bytes], bytes]) -> None:
    redact = Redactor(lambda text: "ines.calderon" in text)
    packed, other = pack(b"ines.calderon walks home at night"), pack(b"somebody else walks home at night")
    for written in (bytes.hex, lambda data: base64.urlsafe_b64encode(data).decode().rstrip("=")):
        assert redact(f"body > json:/pre_{written(packed)}/x") == "body > json:/[withheld]/x"
        assert redact(f"header:x-{written(packed)}") == "header:[withheld]"
    assert redact(f"body > json:/pre_{other.hex()}/x") == f"body > json:/pre_{other.hex()}/x"


def test_tokens_used_as_names_are_withheld() -> None:
    redact = redactor()
    assert redact("body > json:/tok_live_a8Hh2kQ/n") == "body > json:/[withheld]/n"
    assert redact("body > json:/session_2024/auth_v2") == "body > json:/session_2024/auth_v2"
