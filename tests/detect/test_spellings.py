"""What is searched for of a planted value, and what is not because it would prove nothing."""

import pytest

from mhaudit.detect.spellings import dull, is_searched, patterns, variants
from mhaudit.model.subject import PlantedValue


@pytest.mark.parametrize(
    ("text", "searched"),
    [("2000-02-02", False), ("1988-09-02", True), ("Ana", False), ("000000", False), ("abcdef", True)],
)
def test_what_proves_nothing_is_not_searched(text: str, searched: bool) -> None:
    assert is_searched(PlantedValue(category="identity.name", value=text)) == searched


def test_a_number_is_not_meant_to_be_searched() -> None:
    assert is_searched(PlantedValue(category="mood.score", value=3))


def test_unsearched_values_are_withheld_if_long_enough() -> None:
    texts = ("2000-02-02", "Ana", "1988-09-02")
    assert dull([PlantedValue(category="identity.name", value=text) for text in texts]) == {"2000-02-02"}


def test_patterns_are_folded_and_say_their_form() -> None:
    found = list(patterns(variants(PlantedValue(category="identity.city", value="Umeå Norra"))))
    assert ("umea norra", "plain", "") in found
    assert ("umea+norra", "plain", "") in found
    assert ("arron aemu", "reversed", "") in found
    assert ("hzrn abeen", "rot13", "") in found
    assert not any(pattern != pattern.lower() for pattern, _, _ in found)


def test_digits_alone_are_not_turned_around() -> None:
    found = list(patterns(variants(PlantedValue(category="identifier.user", value="4821377"))))
    assert [form for _, form, _ in found] == ["plain"]
