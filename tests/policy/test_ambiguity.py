import pytest

from mhaudit.policy.ambiguity import is_ambiguous


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?:.|\w)+!",
        r"(?:a|aa)+b",
        r"(?:[a-z]{2}|[a-z]{3})+9",
        r"(?:a?a?)+b",
        r"(?:a?){28}a{28}",
        r"x(?:(?:ab|\wb))*y",
        r"(?=(?:\d\d|4)+$)1",
    ],
)
def test_repeats_that_can_be_divided_in_two_ways(pattern: str) -> None:
    assert is_ambiguous(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?:-?[a-z]{2})+",
        r"(?:foo|bar)+",
        r"(?:\w\.)+x",
        r"[a-z]+@\w+",
        r"(?:a|A)+b",
        r"(?:[^\W\d_]|[ .])+",
        r"(?:é|e)+",
        r"(?:a|b)?c",
    ],
)
def test_repeats_that_can_be_divided_in_one_way(pattern: str) -> None:
    assert not is_ambiguous(pattern)
