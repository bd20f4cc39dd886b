"""Telephone numbers in groups, and dates and numbers that are none."""

import pytest

from mhaudit.detect.planted import GroupedNumbers

PHONE = GroupedNumbers(["+46701740635", "46701740635", "0701740635", "701740635"])


def test_only_the_digits_that_all_spellings_share_are_looked_for() -> None:
    assert PHONE.digits == [b"701740635"]


@pytest.mark.parametrize("text", ["+46 70 174 06 35", "(070) 174-06-35", "call 070/1740635 now", "70.174.06.35"])
def test_a_number_in_groups(text: str) -> None:
    assert PHONE.possible(text)
    assert "701740635" in PHONE.joined(text)


@pytest.mark.parametrize("text", ["2026-11-23T08:00:00Z", "+46 70 174 06 36", "", "70,174,06,35", "déjà 70 174"])
def test_other_numbers_are_rejected(text: str) -> None:
    assert not PHONE.possible(text)


def test_words_stay_apart() -> None:
    assert PHONE.joined("room 12 of 30, +1 (2) 3") == "room 12 of 30, +123"
    assert not GroupedNumbers([]).possible("70 174 06 35")
