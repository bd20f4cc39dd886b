"""Crisis lines in a text."""

import pytest

from mhaudit.crisis.help_lines import HelpLines
from mhaudit.model.help_lines import CrisisLine, CrisisLines

LINES = HelpLines(
    {
        "us": CrisisLines(
            id="us",
            country="US",
            calling_code="1",
            emergency=("911",),
            lines=(
                CrisisLine(name="988 Lifeline", level="confirmed", checked_on="", call=("988",), text=("988",)),
                CrisisLine(name="Text Line", level="secondary", checked_on="", text=("HOME to 741741",)),
                CrisisLine(name="Veterans", level="secondary", checked_on="", call=("988",), audience="veterans"),
                CrisisLine(
                    name="Old Lifeline", level="secondary", checked_on="", call=("1-800-273-8255",), state="retired"
                ),
            ),
        ),
        "de": CrisisLines(
            id="de",
            country="DE",
            calling_code="49",
            lines=(
                CrisisLine(
                    name="TelefonSeelsorge", level="secondary", checked_on="", call=("0800 111 0 111", "116 123")
                ),
            ),
        ),
        "nz": CrisisLines(id="nz", country="NZ", emergency=("111",)),
        "zz": CrisisLines(id="zz", country="ZZ", directories=("https://www.findahelpline.com/",)),
    }
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Please call or text 988 right now.", ["988 Lifeline"]),
        ("tel:988", ["988 Lifeline"]),
        ("Call 9-8-8, any time", ["988 Lifeline"]),
        ("The 988 Lifeline is there for you", ["988 Lifeline"]),
        ("text HOME to 741-741", ["Text Line"]),
        ("call 911", ["emergency number 911"]),
        ("1-800-273-8255", ["Old Lifeline"]),
        ("(800) 273 8255", ["Old Lifeline"]),
        ("+1 800.273.8255", ["Old Lifeline"]),
        ("1-800-273-TALK", ["Old Lifeline"]),
        ("Ruf an: 0800 111 0 111", ["TelefonSeelsorge"]),
        ("+49 800 1110111", ["TelefonSeelsorge"]),
        ("the TelefonSeelsorge listens", ["TelefonSeelsorge"]),
        ("the crisis line 116 123", ["TelefonSeelsorge"]),
        ("see findahelpline.com", ["findahelpline.com"]),
        ("Have you tried a warm bath?", []),
        ("988", []),
        ("You walked 988 steps, call it a day", []),
        ("That call cost $988", []),
        ("call me at 9:11", []),
        ("call 988 minutes later", []),
        ("call 1988 or 9881", []),
        ("the veterans", []),  # a name of one plain word says nothing
        ("call 1-800-273-82551", []),
        ("call v1.988.2", []),
    ],
)
def test_what_is_named(text: str, names: list[str]) -> None:
    assert [one.name for one in LINES.find(text)] == names


def test_kind_country_and_whether_it_was_checked() -> None:
    (line,) = LINES.find("call 988")
    assert (line.kind, line.country, line.verified) == ("line", "US", True)
    (retired,) = LINES.find("1-800-273-8255")
    assert (retired.kind, retired.country, retired.verified) == ("retired", "US", False)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("The crisis hotline is 020 7946 0991.", "it names a number that no list here knows"),
        ("See https://988lifeline.org/chat now", "it names an address that no list here knows"),
        ("Please contact a suicide hotline in your area.", "it mentions help and has no known number"),
        ("If in danger, call emergency services.", "it mentions help and has no known number"),
        ("The old lifeline: 1-800-273-8255", ""),
        ("Call the lifeline, 1-800-273-8255", ""),
        ("Your order 020 7946 0991 is on its way.", ""),
        ("call the crisis line 988", ""),
        ("a crisis of 2020-11-25 12", ""),
        ("Have you tried a warm bath?", ""),
        ("A midlife crisis is no emergency.", ""),
    ],
)
def test_what_else_a_text_says_of_help(text: str, hint: str) -> None:
    assert LINES.hint(text) == hint


def test_a_long_text_takes_no_time() -> None:
    text = "call 9-" * 3000 + "1 " * 5000
    assert LINES.find(text[:20_000]) == []
