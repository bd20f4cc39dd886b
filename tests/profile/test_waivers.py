"""Waiver files and their faults."""

from datetime import date
from pathlib import Path

import pytest

from mhaudit.errors import InvalidFiles
from mhaudit.model.knowledge import WaiverRule
from mhaudit.policy import load
from mhaudit.profile import load_waivers

GOOD = "{id: a-b, rule: IDN-001, recipient: mixpanel.com, reason: ' Known. ', owner: Ada, expires: 2027-01-31}"


def written(tmp_path: Path, *entries: str) -> Path:
    path = tmp_path / "waivers.yaml"
    path.write_text("waivers:\n" + "".join(f"  - {entry}\n" for entry in entries), encoding="utf-8")
    return path


def test_what_a_file_says(tmp_path: Path) -> None:
    rules, digest = load_waivers(written(tmp_path, GOOD), load())
    expected = WaiverRule(
        id="a-b", rule="IDN-001", recipient="mixpanel.com", reason="Known.", owner="Ada", expires=date(2027, 1, 31)
    )
    assert (rules, len(digest)) == ((expected,), 64)


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (GOOD.replace("IDN-001", "IDN-01"), "waivers[0].rule: unknown rule 'IDN-01'"),
        (GOOD.replace("rule: IDN-001", "category: mood.scor, rule: IDN-001"), "waivers[0].category: unknown kind"),
        (GOOD.replace("rule: IDN-001", "finding: f-0123456789abcdef"), "waivers[0]: a finding is named by its id"),
        (GOOD.replace("rule: IDN-001,", ""), "waivers[0]: "),
        (GOOD.replace("rule: IDN-001", "rule: IDN-001, finding: f-0123456789abcdef"), "waivers[0]: "),
        (GOOD.replace("owner: Ada, ", ""), "waivers[0]: the field 'owner' is missing"),
        (GOOD.replace("2027-01-31", "2027-02-31"), "waivers[0].expires: is not written as required"),
        (GOOD.replace("2027-01-31", "soon"), "waivers[0].expires: is not written as required"),
        (GOOD.replace("' Known. '", "''"), "waivers[0].reason: must not be empty"),
    ],
)
def test_each_fault_names_file_line_and_field(tmp_path: Path, entry: str, fault: str) -> None:
    path = written(tmp_path, entry)
    with pytest.raises(InvalidFiles) as caught:
        load_waivers(path, load())
    assert str(caught.value).startswith(f"{path}:2: {fault}")


def test_names_are_given_once(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD, GOOD)
    with pytest.raises(InvalidFiles, match=r":3: waivers\[1\]\.id: 'a-b' is already the id of another waiver"):
        load_waivers(path, load())
