import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mhaudit.report.text.escape import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", r"\x1b[31m"),
        ("gnp.\u202eexe", r"gnp.\u202eexe"),
        ("a\u200bb\u2028c", r"a\u200bb\u2028c"),
        ("tab\tline\nnext", r"tab\x09line\x0anext"),
        ("\x00\x7f\x9b", r"\x00\x7f\x9b"),
        ("\ud800", r"\ud800"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_what_steers_or_hides_is_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize("text", ["Inés Calderón", "身元", "مرحبا", "a + b <c> 'd'", ""])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


def test_the_line_end_of_a_text_is_not_shown() -> None:
    assert visible("One sentence.\n") == "One sentence."


def test_absurd_length_is_cut_and_told() -> None:
    assert visible("a" * 10_000, 5) == "aaaaa … [10,000 characters]"
    assert visible("aaaaa", 5) == "aaaaa"


@given(st.text())
def test_no_control_or_format_character_is_left(text: str) -> None:
    shown = visible(text)
    left = {char for char in shown if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}}
    assert left == set()
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
