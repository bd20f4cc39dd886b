"""Findings as test results."""

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from mhaudit.model.audit import Audit, Finding, Gate, Waiver, WaiverUse
from mhaudit.report.formats import junit
from tests.report import sample

HERE = Path(__file__).parents[1]
FINDING = replace(sample.full().findings[0], status="open", waiver=None)


def suites(audit: Audit, language: str = "en") -> ElementTree.Element:
    return ElementTree.fromstring(junit.render(audit, language))  # noqa: S314 - made here


def audit(*findings: Finding, gate: Gate | None = None) -> Audit:
    return replace(sample.empty(), findings=findings, gate=gate)


def outcomes(found: ElementTree.Element) -> list[list[str]]:
    return [[child.tag for child in case] for case in found.iter("testcase")]


@pytest.mark.parametrize(
    ("severity", "fail_on", "outcome"),
    [
        ("high", "high", "failure"),
        ("critical", "high", "failure"),
        ("medium", "high", "skipped"),
        ("low", "low", "failure"),
    ],
)
def test_a_finding_fails_from_the_threshold_on(severity: str, fail_on: str, outcome: str) -> None:
    made = audit(replace(FINDING, severity=severity))
    made = replace(made, verdict=replace(made.verdict, fail_on=fail_on))
    found = suites(made)
    assert outcomes(found) == [[outcome]]
    assert (found.get("failures"), found.get("skipped")) == (("1", "0") if outcome == "failure" else ("0", "1"))


def test_a_waived_one_is_skipped_with_its_reason() -> None:
    waiver = Waiver(reason="Known.", owner="Ada", expires="2027-01-31")
    (case,) = suites(audit(replace(FINDING, status="waived", waiver=waiver))).iter("testcase")
    assert [(child.tag, child.get("message")) for child in case] == [("skipped", "waived: Known.")]


def test_an_expired_waiver_fails_by_its_name() -> None:
    def use(state: str) -> Gate:
        used = WaiverUse(id="w", reason="R", owner="Ada", expires="2020-01-01", state=state, findings=())  # type: ignore[arg-type]
        return Gate(on="2026-11-25", waivers=(used,), waivers_sha256=None, baseline_sha256=None, known=0)

    (case,) = suites(audit(gate=use("expired"))).iter("testcase")
    assert (case.get("name"), [child.get("message") for child in case]) == (
        "w",
        ["Ada, 2020-01-01: has expired, and let nothing through."],
    )
    assert outcomes(suites(audit(gate=use("used")))) == [[]]


def test_an_audit_without_findings_is_one_test_that_passes() -> None:
    found = suites(audit())
    assert (found.get("tests"), found.get("failures"), outcomes(found)) == ("1", "0", [[]])


def test_what_could_hide_a_finding_is_not_tested() -> None:
    found = suites(sample.full())
    blocking = [gap for gap in sample.full().coverage.gaps if gap.blocking]
    cases = [case for case in found.iter("testcase") if case.get("classname") == "mhaudit.coverage"]
    assert len(cases) == len(blocking) > 0
    assert {child.tag for case in cases for child in case} == {"skipped"}


def test_hostile_text_is_text() -> None:
    found = suites(sample.hostile())
    assert {child.tag for child in found.iter()} <= {"testsuites", "testsuite", "testcase", "failure", "skipped"}


@pytest.mark.parametrize("language", ["en", "de"])
def test_golden(golden: Callable[[Path, str], None], language: str) -> None:
    golden(HERE / "golden" / f"full.{language}.junit.xml", junit.render(sample.full(), language))
