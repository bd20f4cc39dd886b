"""Numbers in a text, down to their digits."""

import pytest

from mhaudit.crisis.phone_numbers import normalise, runs


def read(text: str) -> list[tuple[str, bool]]:
    plain = normalise(text)
    found = [run.reading(0, len(run.groups)) for run in runs(plain)]
    return [(one.digits, one.abroad) for one in found if one]


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("988", "988"),
        ("9-8-8", "988"),
        ("13 11 14", "131114"),
        ("0800/1110111", "08001110111"),
        ("(02) 8804-4673", "0288044673"),
        ("1-800-273-TALK", "18002738255"),
        ("13YARN", "139276"),
        ("443-SUPPORT", "4437877678"),
        ("१४४१६", "14416"),
        ("０５７０−０６４−５５６", "0570064556"),
        ("nine eight eight", "988"),
        ("nine double eight", "988"),
        ("triple zero one", "0001"),
        ("thirteen eleven fourteen", "131114"),
        ("neun acht acht", "988"),
        ("一九二五", "1925"),
        ("116\u00a0123", "116123"),
        ("116\u200b123", "116123"),
        ("電話1925で", "1925"),
        ("*4141", "4141"),
    ],
)
def test_a_number_in_its_writings(text: str, digits: str) -> None:
    assert read(text) == [(digits, False)]


@pytest.mark.parametrize(
    ("text", "digits"),
    [("+852 2896 0000", "85228960000"), ("0061 13 11 14", "61131114"), ("+27 (0)800 567 567", "27800567567")],
)
def test_a_number_from_abroad(text: str, digits: str) -> None:
    assert read(text) == [(digits, True)]


@pytest.mark.parametrize(
    "text",
    [
        *("24/7", "24 h", "10:18", "8:00–24:00", "9-17 Uhr", "2026-11-23", "1.12.2026", "$988", "988 €", "9.88", "50%"),
        *("v1.988.2", "R2D2", "zelfmoord1813be", "988lifeline", "3.14", "two two", "#988x", "192.0.2.7"),
    ],
)
def test_a_time_a_price_a_date_and_a_part_of_a_word_are_none(text: str) -> None:
    assert read(text) == []


def test_a_run_may_hold_several_numbers() -> None:
    (run,) = runs(normalise("1. 988 911"))
    assert [run.breaks(position) for position in (1, 2)] == [True, True]
    (whole,) = runs(normalise("0800-111-0"))
    assert [whole.breaks(position) for position in (1, 2)] == [False, False]


def test_a_long_text_ends() -> None:
    assert len([*runs(normalise("9-" * 10_000 + "one " * 5_000 + "(" * 5_000))]) >= 1
