import json

from jsonschema import Draft202012Validator
from msgspec.structs import replace

from mhaudit.model.audit import Audit
from mhaudit.report.html.companies import grouped
from mhaudit.report.html.studies import MEASURES, STUDIES, beside_studies, studies
from tests.report import sample


def beside(audit: Audit) -> dict[str, tuple[str, str]]:
    return {
        f"{one.study.id} {one.row.measure}": (one.theirs, one.ours) for one in beside_studies(audit, grouped(audit))
    }


def test_every_study_is_as_its_schema_says() -> None:
    validator = Draft202012Validator(json.loads((STUDIES / "study.schema.json").read_bytes()))
    paths = sorted(path for path in STUDIES.glob("*.json") if path.name != "study.schema.json")
    assert [path.stem for path in paths] == [study.id for study in studies()]
    for path in paths:
        assert list(validator.iter_errors(json.loads(path.read_bytes()))) == []


def test_every_row_has_a_measure_and_no_more_than_its_whole() -> None:
    rows = [row for study in studies() for row in study.rows]
    assert {row.measure for row in rows} == set(MEASURES)
    assert all(0 <= row.part <= row.whole for row in rows)


def test_a_row_has_numerator_and_denominator_on_both_sides() -> None:
    told = beside(sample.full())
    assert told["huckvale-2019 third-party"] == ("33 of 36 apps (91.7 %)", "yes")
    assert told["huckvale-2019 google-or-meta"] == ("29 of 36 apps (80.6 %)", "not in what could be read")
    assert told["grundy-2019 infrastructure-share"] == (
        "18 of 55 companies that received data (32.7 %)",
        "0 of 2 organisations (0 %)",
    )


def test_what_was_not_measured_has_no_row() -> None:
    audit = sample.full()
    without = replace(audit, generated_from=replace(audit.generated_from, app=None), notice=None)
    missing = set(beside(audit)) - set(beside(without))
    assert missing == {
        "huckvale-2019 third-party",
        "grundy-2019 user-data",
        "grundy-2019 infrastructure-share",
        "grundy-2019 analysis-share",
        "georgiou-2026 unnamed-tracker",
    }


def test_nothing_recorded_is_compared_with_nothing() -> None:
    assert beside(sample.empty()) == {}
