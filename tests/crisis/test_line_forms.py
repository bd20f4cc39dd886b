"""The forms in which a listed number may be written."""

import pytest

from mhaudit.crisis.line_forms import (
    forms_from_abroad,
    home_forms,
    is_misspelt,
    known_numbers,
    numbers_of,
    website_host,
)
from mhaudit.crisis.phone_numbers import Candidate
from mhaudit.model.help_lines import CrisisLine, CrisisLines

LINE = CrisisLine(name="Line", level="confirmed", checked_on="", call=("0800 567 567",), text=("HOME to 741741",))


@pytest.mark.parametrize(
    ("number", "code", "home", "abroad"),
    [
        ("0800 567 567", "27", ["0800567567"], ["270800567567", "27800567567"]),
        ("1-800-273-8255", "1", ["18002738255", "8002738255"], ["18002738255"]),
        ("877-565-8860", "1", ["8775658860", "18775658860"], ["18775658860"]),
        ("13 11 14", "61", ["131114"], ["61131114"]),
        ("*4141", "56", ["4141"], ["564141"]),
        ("+65 6669 1771", "65", ["66691771"], ["6566691771"]),
        ("+91 9999 666 555", "91", ["9999666555", "09999666555"], ["919999666555"]),
        ("06 80 820 111", "36", ["0680820111"], ["360680820111", "3680820111"]),
        ("116 123", "", ["116123"], []),
    ],
)
def test_forms_at_home_and_from_abroad(number: str, code: str, home: list[str], abroad: list[str]) -> None:
    assert [*home_forms(number, code)] == home
    assert [*forms_from_abroad(number, code)] == abroad


def test_all_numbers_of_a_line() -> None:
    assert list(numbers_of(LINE)) == ["0800 567 567", "741741"]


def test_whose_number_it_is() -> None:
    lines = {"za": CrisisLines(id="za", country="ZA", calling_code="27", emergency=("112",), lines=(LINE,))}
    known = known_numbers(lines, lambda country, line: f"{country.country} {line.name}")

    def look_up(digits: str, *, abroad: bool = False) -> tuple[str, ...]:
        return known.look_up(Candidate(0, 1, digits, abroad))

    assert look_up("0800567567") == look_up("27800567567", abroad=True) == look_up("27800567567") == ("ZA Line",)
    assert look_up("800567567") == look_up("0800567567", abroad=True) == look_up("0800567568") == ()
    assert look_up("112") == ("ZA emergency number 112",)
    assert known.is_near(Candidate(0, 1, "0800567568"))
    assert known.is_near(Candidate(0, 1, "080056756"))
    assert not known.is_near(Candidate(0, 1, "0800567678"))
    assert not known.is_near(Candidate(0, 1, "113"))


def test_one_sign_makes_a_misspelling_and_two_do_not() -> None:
    assert is_misspelt("989lifeline", "988lifeline")
    assert is_misspelt("98lifeline", "988lifeline")
    assert not is_misspelt("988lifeline", "988lifeline")
    assert not is_misspelt("977lifeline", "988lifeline")


def test_the_host_of_an_address() -> None:
    assert website_host("https://www.samaritans.org/how-we-can-help") == "samaritans.org"
