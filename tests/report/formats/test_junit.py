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
    tags = {"testsuites", "testsuite", "properties", "property", "testcase", "failure", "skipped"}
    assert {child.tag for child in found.iter()} <= tags


def test_each_finding_is_one_case_with_its_file_facts_and_places() -> None:
    cases = [case for case in suites(sample.full()).iter("testcase") if case.get("classname") != "mhaudit.coverage"]
    assert [(case.get("classname"), case.get("name"), case.get("file")) for case in cases] == [
        (
            "mhaudit.HLT-001",
            "Mood data was sent to a third party (data: by the SDK’s documentation): in.acme.example",
            "meadow.mitm",
        ),
        (
            "mhaudit.HLT-005",
            "Journal text was sent to a third party (data: our test entries): px.acme.example",
            "meadow.mitm",
        ),
        (
            "mhaudit.IDN-002",
            "A hashed e-mail address was sent to a third party (data: our test entries): in.acme.example",
            "meadow.mitm",
        ),
        (
            "mhaudit.SEC-001",
            "Data was sent without encryption (data: suggested by a name): px.metrics.example",
            "meadow.mitm",
        ),
        ("mhaudit.TRK-001", "A tracker was contacted: in.acme.example", None),
    ]
    said = {case.get("classname"): (case[0].text or "").split("\n") for case in cases}
    assert said["mhaudit.SEC-001"] == [
        "high: How somebody feels is data on health.",
        (
            "px.metrics.example received data whose name suggests user id; text with the shape of PHQ-9 total. "
            "Certainty of user id: likely. Certainty of PHQ-9 total: possible."
        ),
        "Seen in meadow.mitm#4: body > json:/user/value",
        "Keep the mood score on the device.",
        "f000000000000003",
    ]
    assert said["mhaudit.IDN-002"][1:] == ["Seen in meadow.mitm#2: body > json:/user/value"]
    assert said["mhaudit.TRK-001"] == [""]


def test_a_place_has_its_request_where_it_is_known() -> None:
    full = sample.full()
    seen = full.observations[0]
    at = replace(seen.at[0], method="POST", path="/track")
    made = replace(full, observations=(replace(seen, at=(at,)), *full.observations[1:]))
    (case,) = [case for case in suites(made).iter("testcase") if case.get("classname") == "mhaudit.HLT-001"]
    assert "Seen in meadow.mitm#1: body > json:/user/value (POST /track)" in (case[0].text or "").split("\n")


@pytest.mark.parametrize("language", ["en", "de"])
def test_golden(golden: Callable[[Path, str], None], language: str) -> None:
    golden(HERE / "golden" / f"full.{language}.junit.xml", junit.render(sample.full(), language))
