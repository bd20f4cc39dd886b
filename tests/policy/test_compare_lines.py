"""The shipped crisis lines beside a list of the user's own."""

from pathlib import Path

import pytest

from mhaudit.errors import InvalidFiles
from mhaudit.model.help_lines import CrisisLine, CrisisLines
from mhaudit.policy.compare_lines import ListedNumber, differences, read_lines

CHAT = "https://988lifeline.org/chat"
LINES = {
    "us": CrisisLines(
        id="us",
        country="US",
        lines=(
            CrisisLine(name="988", level="confirmed", checked_on="", call=("988",), chat=(CHAT,)),
            CrisisLine(name="Old", level="secondary", checked_on="", call=("1-800-273-8255",), state="superseded"),
        ),
    ),
    "gb": CrisisLines(
        id="gb", country="GB", lines=(CrisisLine(name="X", level="confirmed", checked_on="", call=("1",)),)
    ),
}


def written(path: Path, name: str, text: str) -> Path:
    (path / name).write_text(text, encoding="utf-8")
    return path / name


def test_what_both_have_differs_or_one_lacks(tmp_path: Path) -> None:
    rows = "country,number,name,level,state\nus,9-8-8,,secondary,\nUS,123,Mine,,\nUS,1 800 273 8255,,,retired\n"
    assert differences(written(tmp_path, "mine.csv", rows), LINES) == [
        "US 1 800 273 8255: retired in the list, superseded in the shipped lines (Old)",
        "US 123: not in the shipped lines (Mine)",
        "US 9-8-8: secondary in the list, confirmed in the shipped lines (988)",
        "US https://988lifeline.org/chat: only in the shipped lines (988, confirmed)",
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "country;number\nUS;988\n"),
        ("a.tsv", "Country\tnumber\nUS\t988\n"),
        ("a.json", '[{"country": "US", "call": ["988"]}]'),
        ("a.yaml", "country: US\nlines: [{name: x, call: ['988']}]\n"),
        ("b.json", '{"lines": [{"country": "US", "call": "988"}]}'),
    ],
)
def test_lists_in_their_formats(tmp_path: Path, name: str, text: str) -> None:
    assert read_lines(written(tmp_path, name, text))[0].number == "988"
    assert {one.country for one in read_lines(tmp_path / name)} == {"US"}


def test_entries_are_sorted_by_country_and_number() -> None:
    assert ListedNumber("US", "988") < ListedNumber("US", "988", "x") < ListedNumber("US", "989")


@pytest.mark.parametrize(
    ("name", "text"), [("a.csv", "a,b\n1,2\n"), ("a.yaml", "a: ["), ("a.yaml", "- 7"), ("a.json", "{}")]
)
def test_an_invalid_list_is_a_fault(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(InvalidFiles, match="expected CSV|neither YAML"):
        read_lines(written(tmp_path, name, text))


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(InvalidFiles, match="can't be read"):
        read_lines(tmp_path / "no.csv")
