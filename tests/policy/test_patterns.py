import pytest

from mhaudit.policy.patterns import complaint


@pytest.mark.parametrize(
    "pattern",
    [
        r"\bmood (?:logged|saved)\b",
        r"(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}",
        r"a+b*c{2,5}",
        r"(?i)(?<![A-Za-z0-9])phq[\s_-]?9(?![0-9])",
        r"(?:x[\s_-]?5)?y",
        r"[(]+[)*+]+",
        r"(?:ab?){3}c",
        r"\(a+\)+",
    ],
)
def test_patterns_that_run_in_linear_time_pass(pattern: str) -> None:
    assert complaint(pattern) is None


@pytest.mark.parametrize(
    "pattern",
    [r"(a+)+b", r"(?:a*b)*c", r"(?:(?:x+)y)+", r"(?:\w{1,9} )*z", r"((a|b+))*c", r"(?:a+){2,}", r"(?:a+){3}b"],
)
def test_a_repeat_within_a_repeat_is_refused(pattern: str) -> None:
    assert complaint(pattern) == ("has nested repeats, which can take exponential time on hostile text")


@pytest.mark.parametrize("pattern", [r"(a)b\1", r"(?P<x>a)b(?P=x)"])
def test_a_back_reference_is_refused(pattern: str) -> None:
    assert complaint(pattern) == "has a back-reference, which can take exponential time on hostile text"


def test_an_escaped_backslash_before_a_digit_is_not_a_back_reference() -> None:
    assert complaint(r"a\\1") is None


@pytest.mark.parametrize("pattern", [r"a*", r"", r"x|"])
def test_a_pattern_that_matches_nothing_is_refused(pattern: str) -> None:
    assert complaint(pattern) == "matches the empty text"


def test_what_does_not_compile_is_refused() -> None:
    assert str(complaint("(a")).startswith("is not a regular expression: ")
    assert str(complaint("a{99999999999999}")).startswith("is not a regular expression: ")
