from pathlib import Path

import pytest

from mhaudit.errors import Fault
from mhaudit.policy.contents import own_checks
from mhaudit.policy.yaml_text import parse
from tests.policy.write import KIND, SDK


def faults(base: Path, files: dict[str, str]) -> list[str]:
    """The faults of one file, named as in its folder."""
    ((name, text),) = files.items()
    found: list[Fault] = []
    source = parse(text.encode(), name, found)
    assert source is not None
    kinds = {"data": "data", "instruments": "instrument", "sdks": "sdk", "services": "service"}
    return [str(fault) for fault in own_checks(kinds[name.split("/")[0]], source, Path(name).stem)]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[mood_colour]", "[moodColour]", "7: fields[0].keys.en[0]: key names are written normalised: 'mood_colour'"),
        ("[mood_colour]", "['---']", "7: fields[0].keys.en[0]: must be a name of letters or digits"),
        (
            "{type: enum, values: [blue]}",
            "{type: words}",
            "8: fields[0].values[0].type: is `words`, but the file has no list of words",
        ),
        (
            *("{type: enum, values: [blue]}", "{type: integer, ranges: [[9, 1]]}"),
            "8: fields[0].values[0].ranges: a range begins at 9 and ends below it, at 1",
        ),
        ("mood colour picked", "(mood+)+", "9: events[0]: the pattern has nested repeats"),
        (
            *("{type: enum, values: [blue]}", "{type: pattern, pattern: '(x'}"),
            "8: fields[0].values[0].pattern: the pattern is not a regular expression",
        ),
    ],
)
def test_kinds_of_data_are_checked(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert old in KIND
    (found,) = faults(tmp_path, {"data/mood.colour.yaml": KIND.replace(old, new)})
    assert found.startswith(f"data/mood.colour.yaml:{fault}")


def test_a_right_kind_of_data_passes(tmp_path: Path) -> None:
    assert faults(tmp_path, {"data/mood.colour.yaml": KIND}) == []


def test_the_alias_of_a_questionnaire_is_checked(tmp_path: Path) -> None:
    text = "id: xyz\nname: X\nalias: '(x'\nsources: [{what: a test, checked_on: 2026-11-23, confidence: verified}]\n"
    (found,) = faults(tmp_path, {"instruments/xyz.yaml": text})
    assert found.startswith("instruments/xyz.yaml:3: alias: the pattern is not a regular expression")


def test_an_id_is_the_stem_of_the_file(tmp_path: Path) -> None:
    assert faults(tmp_path, {"data/mood.color.yaml": KIND}) == [
        "data/mood.color.yaml:1: id: is 'mood.colour', but the file is called 'mood.color'"
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("^/v1/", "(/v+)+", "6: requests[0].endpoints[0].path: the pattern has nested repeats"),
        ("json:/email", "json:email", "8: requests[0].fields[0].at[0]: 'json:email' needs a slash before its key"),
        ("because: so", "because: so, value: '(x'", "8: requests[0].fields[0].value: the pattern is not a regular"),
    ],
)
def test_sdks_are_checked(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert old in SDK
    (found,) = faults(tmp_path, {"sdks/acme.yaml": SDK.replace(old, new)})
    assert found.startswith(f"sdks/acme.yaml:{fault}")


def test_a_right_sdk_passes(tmp_path: Path) -> None:
    assert faults(tmp_path, {"sdks/acme.yaml": SDK}) == []


SELF_HOSTED = """\
self_hosted:
  - path: '/count$'
    has: [{at: [query:site], value: '[0-9]+'}, {at: ['body > json:/rec']}]
    because: path /count with site and rec
"""


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("'/count$'", "'(/+)+'", "2: self_hosted[0].path: the pattern has nested repeats"),
        ("'[0-9]+'", "'[0-9'", "3: self_hosted[0].has[0].value: the pattern is not a regular expression"),
        ("json:/rec", "json:rec", "3: self_hosted[0].has[1].at[0]: 'json:rec' needs a slash before its key"),
    ],
)
def test_marks_of_a_self_hosted_service_are_checked(tmp_path: Path, old: str, new: str, fault: str) -> None:
    text = SELF_HOSTED + "id: acme\n"
    assert faults(tmp_path, {"services/acme.yaml": text}) == []
    (found,) = faults(tmp_path, {"services/acme.yaml": text.replace(old, new)})
    assert found.startswith(f"services/acme.yaml:{fault}")
