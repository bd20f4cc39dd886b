"""Dispute files and their faults."""

from pathlib import Path

import pytest

from mhaudit.errors import InvalidFiles
from mhaudit.model.disputes import Dispute
from mhaudit.profile.disputes import load_disputes

ID, OTHER, FORMER = "f-0123456789abcdef", "f-0123456789abcde0", "f-aaaaaaaaaaaaaaaa"
FINDINGS = {ID: ID, OTHER: OTHER, FORMER: ID}
GOOD = (
    f"{{finding: {ID}, by: ' Meadow  Health ', on: 2026-12-01, says: ' We do not. ', outcome: upheld, answer: ' So. '}}"
)


def written(tmp_path: Path, *entries: str) -> Path:
    path = tmp_path / "disputes.yaml"
    path.write_text("disputes:\n" + "".join(f"  - {entry}\n" for entry in entries), encoding="utf-8")
    return path


def test_what_a_file_says(tmp_path: Path) -> None:
    short = f"{{finding: {OTHER}, by: Ada, on: 2026-12-02, says: No.}}"
    assert load_disputes(written(tmp_path, GOOD, short), FINDINGS) == (
        Dispute(finding=ID, by="Meadow Health", on="2026-12-01", says="We do not.", outcome="upheld", answer="So."),
        Dispute(finding=OTHER, by="Ada", on="2026-12-02", says="No.", outcome="open", answer=""),
    )


def test_a_former_id_is_the_finding_that_has_it(tmp_path: Path) -> None:
    (one,) = load_disputes(written(tmp_path, GOOD.replace(ID, FORMER)), FINDINGS)
    assert one.finding == ID


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (GOOD.replace(ID, "f-01"), "disputes[0].finding: is not written as required: The id of one finding"),
        (GOOD.replace("by: ' Meadow  Health ', ", ""), "disputes[0]: the field 'by' is missing"),
        (GOOD.replace("upheld", "won"), "disputes[0].outcome: "),
        (GOOD.replace("upheld, answer: ' So. '", "corrected"), "disputes[0]: the field 'answer' is missing"),
        (GOOD.replace("upheld, answer: ' So. '", "retracted"), "disputes[0]: the field 'answer' is missing"),
        (GOOD.replace("2026-12-01", "2026-02-30"), "disputes[0].on: is not written as required"),
        (GOOD.replace("' We do not. '", "''"), "disputes[0].says: must not be empty"),
    ],
)
def test_each_fault_names_file_line_and_field(tmp_path: Path, entry: str, fault: str) -> None:
    path = written(tmp_path, entry)
    with pytest.raises(InvalidFiles) as caught:
        load_disputes(path, FINDINGS)
    assert str(caught.value).startswith(f"{path}:2: {fault}")


def test_an_unknown_finding_names_those_that_exist_once(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD, GOOD.replace(ID, "f-0123456789abcdee"), GOOD.replace(ID, "f-ffffffffffffffff"))
    with pytest.raises(InvalidFiles) as caught:
        load_disputes(path, FINDINGS)
    first = f"{path}:3: disputes[1].finding: unknown finding 'f-0123456789abcdee'"
    assert str(caught.value).splitlines() == [
        f"{first}; did you mean {ID!r}?; the audit has {ID}, {OTHER}",
        f"{path}:4: disputes[2].finding: unknown finding 'f-ffffffffffffffff'",
    ]


def test_an_audit_without_findings_says_so(tmp_path: Path) -> None:
    with pytest.raises(InvalidFiles, match="the audit has no finding$"):
        load_disputes(written(tmp_path, GOOD), {})


def test_many_ids_are_counted(tmp_path: Path) -> None:
    many = {f"f-{number:016x}": f"f-{number:016x}" for number in range(61)}
    with pytest.raises(InvalidFiles, match=f"the audit has f-{0:016x}, .*f-{59:016x} and 1 more$"):
        load_disputes(written(tmp_path, GOOD), many)
    with pytest.raises(InvalidFiles, match=f"the audit has f-{0:016x}, .*f-{59:016x}$"):
        load_disputes(written(tmp_path, GOOD), dict([*many.items()][:60]))
