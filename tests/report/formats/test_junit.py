"""Findings as test results."""

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from mhaudit.model.audit import (
    Audit,
    ClaimVerdict,
    Exercised,
    ExercisedAt,
    Finding,
    GapCount,
    Gate,
    JudgedRule,
    Waiver,
    WaiverUse,
)
from mhaudit.report.formats import junit
from mhaudit.report.text.words import gap
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
        ["Ada, 2020-01-01: has expired, and waived nothing."],
    )
    assert outcomes(suites(audit(gate=use("used")))) == [[]]


def test_an_audit_without_findings_is_one_test_that_passes() -> None:
    found = suites(audit())
    assert (found.get("tests"), found.get("failures"), outcomes(found)) == ("1", "0", [[]])


RULES = (
    JudgedRule(id="HLT-001", title="Mood data was sent", subject="observation"),
    JudgedRule(id="TRK-001", title="A tracker was contacted", subject="recipient"),
    JudgedRule(id="DSC-001", title="The traffic contradicts a promise", subject="claim"),
)
SEEN = Exercised(category="mood.score", entries=1, seen=(ExercisedAt(recipient="own.example", party="first"),))


def judged(
    *seen: Exercised, gaps: tuple[GapCount, ...] = (), verdict: ClaimVerdict = "consistent"
) -> list[tuple[str | None, list[str | None]]]:
    """Return name and what was skipped of each test, for two recipients of which one has a finding of HLT-001."""
    full = sample.full()
    hosts = tuple(
        replace(full.recipients[0], host=host, party=party, exchanges=1)
        for host, party in (("a.example", "third"), ("b.example", "unknown"), ("cdn.example", "infrastructure"))
    )
    found = replace(FINDING, rule="HLT-001", recipient="a.example", hosts=("a.example",))
    made = replace(audit(found), recipients=hosts, judged=RULES, exercised=seen)
    claims = (replace(full.claims[0], verdict=verdict),)
    made = replace(made, coverage=replace(made.coverage, gaps=gaps), claims=claims)
    cases = [case for case in suites(made).iter("testcase") if case.get("classname") != "mhaudit.coverage"]
    return [(case.get("name"), [child.get("message") for child in case]) for case in cases[1:]]


def test_a_judged_rule_without_a_finding_passes_for_each_recipient() -> None:
    assert judged(SEEN) == [
        ("No finding: Mood data was sent: b.example", []),
        ("No finding: A tracker was contacted: a.example", []),
        ("No finding: A tracker was contacted: b.example", []),
        ("No finding: The traffic contradicts a promise", []),
    ]


def test_where_nothing_could_be_found_nothing_passes() -> None:
    untested = "Not tested: no entry of the test data was seen being sent."
    contacted: list[tuple[str, list[str]]] = [
        (f"No finding: A tracker was contacted: {host}.example", []) for host in "ab"
    ]
    assert judged(replace(SEEN, seen=())) == [
        ("No finding: Mood data was sent: b.example", [untested]),
        *contacted,
        ("No finding: The traffic contradicts a promise", [untested]),
    ]
    blind = GapCount(code="body-not-captured", host="b.example", count=1, blocking=True)
    assert judged(SEEN, gaps=(blind,)) == [
        ("No finding: Mood data was sent: b.example", [gap("body-not-captured")]),
        *contacted,
        ("No finding: The traffic contradicts a promise", []),
    ]


def test_an_entry_that_is_no_health_data_or_an_untested_statement_lets_nothing_pass() -> None:
    untested = "Not tested: no entry of the test data was seen being sent."
    found = dict(judged(SEEN, gaps=(GapCount(code="not-exercised", host="", count=1, blocking=True),)))
    assert found["No finding: Mood data was sent: b.example"] == [untested]
    assert found["No finding: A tracker was contacted: b.example"] == []
    claim = "No finding: The traffic contradicts a promise"
    assert dict(judged(SEEN, verdict="not-tested"))[claim] == ["Not tested"]
    assert dict(judged(SEEN))[claim] == []


def test_at_most_200_recipients_are_listed() -> None:
    one = replace(sample.full().recipients[0], exchanges=1, party="third")
    hosts = tuple(replace(one, host=f"h{number:03}.example") for number in range(201))
    made = replace(audit(), recipients=hosts, judged=RULES[1:2])
    names = [case.get("name") for case in suites(made).iter("testcase")]
    assert (len(names), names[199], names[200]) == (
        201,
        "No finding: A tracker was contacted: h199.example",
        "1 more recipient",
    )


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
