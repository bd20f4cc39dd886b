"""The words around numbers: their patterns compile, and none matches where there is nothing."""

import re

import pytest

from mhaudit.crisis.words import words_of


@pytest.mark.parametrize("name", ["behind", "always", "measures", "measures_without_blanks", "numbered"])
def test_patterns_compile_and_match_something(name: str) -> None:
    assert [pattern for pattern in words_of(name) if re.compile(pattern).fullmatch("")] == []


def test_ten_digits() -> None:
    assert len(words_of("digits")) == 10
    assert "one" in words_of("digits")[1].split()
    with pytest.raises(KeyError):
        words_of("no such list")
