import pytest
from hypothesis import given
from hypothesis import strategies as st

from mhaudit.detect.automaton import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Inés  Calderón", "ines calderon"),
        ("DÉPRIMÉ", "deprime"),
        ("De\u0301prime\u0301", "deprime"),  # accents written apart
        ("one\r\n\ttwo\u00a0three", "one two three"),
        ("ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("猫 😔", "猫 😔"),
        ("", ""),
        ("a b", "a b"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_that_matters(text: str) -> None:
    assert fold(fold(text)).split() == fold(text).split()
