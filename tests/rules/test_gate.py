"""What waivers and a baseline let through."""

from datetime import date

import pytest
from msgspec.structs import replace

from mhaudit.model.audit import Finding
from mhaudit.model.knowledge import GateTerms, Severity, WaiverRule
from mhaudit.rules.gate import BASELINE, apply_gate
from tests.report.sample import full

TODAY = date(2026, 11, 25)
FINDING = replace(full().findings[0], id="f-0123456789abcdef", status="open", waiver=None, severity="high")


def rule(**changes: object) -> WaiverRule:
    fields = {"id": "w", "reason": "Known.", "owner": "Ada", "expires": TODAY, "rule": FINDING.rule}
    return WaiverRule(**{**fields, **changes})  # type: ignore[arg-type]


def judged(terms: GateTerms, finding: Finding = FINDING) -> Finding:
    return apply_gate([finding], terms)[0][0]


def test_a_waiver_counts_on_its_last_day_and_not_on_the_next() -> None:
    terms = GateTerms(on=TODAY, waivers=(rule(),))
    found, gate = apply_gate([FINDING], terms)
    assert (found[0].status, found[0].waiver and found[0].waiver.owner) == ("waived", "Ada")
    assert [(use.id, use.state, use.findings) for use in gate.waivers] == [("w", "used", (FINDING.id,))]
    found, gate = apply_gate([FINDING], replace(terms, on=date(2026, 11, 26)))
    assert (found[0].status, found[0].waiver) == ("open", None)
    assert [(use.id, use.state, use.findings) for use in gate.waivers] == [("w", "expired", (FINDING.id,))]


def test_a_waiver_without_matches_is_unused() -> None:
    found, gate = apply_gate([FINDING], GateTerms(on=TODAY, waivers=(rule(rule="ZZZ-001"),)))
    assert (found, gate.waivers[0].state) == ([FINDING], "unused")


@pytest.mark.parametrize(
    ("changes", "waived"),
    [
        ({}, True),
        ({"rule": "ZZZ-001"}, False),
        ({"recipient": FINDING.recipient}, True),
        ({"recipient": FINDING.recipient.partition(".")[2]}, True),
        ({"recipient": FINDING.recipient[1:]}, False),
        ({"rule": "", "finding": FINDING.id}, True),
        ({"rule": "", "finding": "f-fedcba9876543210"}, False),
        ({"category": "cycle.any"}, False),
    ],
)
def test_what_a_waiver_names(changes: dict[str, str], waived: bool) -> None:
    terms = GateTerms(on=TODAY, waivers=(rule(**changes),))
    assert judged(terms).status == ("waived" if waived else "open")


def test_a_kind_of_data_is_waived_alone() -> None:
    terms = GateTerms(on=TODAY, waivers=(rule(category="mood.score"),))
    assert judged(terms, replace(FINDING, categories=("mood.score",))).status == "waived"
    assert judged(terms, replace(FINDING, categories=("identity.email", "mood.score"))).status == "open"


@pytest.mark.parametrize(("before", "status"), [("critical", "waived"), ("high", "waived"), ("medium", "open")])
def test_a_baseline_exempts_findings_that_are_not_worse(before: str, status: str) -> None:
    terms = GateTerms(on=TODAY, known={FINDING.id: before}, baseline_sha256="0" * 64)  # type: ignore[dict-item]
    found, gate = apply_gate([FINDING], terms)
    assert (found[0].status, gate.known) == (status, int(status == "waived"))
    assert (found[0].waiver.reason if found[0].waiver else BASELINE) == BASELINE


def test_another_finding_is_not_in_the_baseline() -> None:
    assert judged(GateTerms(on=TODAY, known={"f-fedcba9876543210": "critical"})).status == "open"


FORMER = ("f-000000000000000a", "f-000000000000000b", "f-000000000000000c")


@pytest.mark.parametrize(
    ("hosts", "known_at", "status"),
    [
        (("a.example",), {FORMER[0]: "a.example"}, "waived"),
        (("a.example",), {FORMER[0]: "a.example", FORMER[1]: "a.example"}, "waived"),
        (("a.example", "b.example"), {FORMER[0]: "a.example", FORMER[1]: "a.example"}, "open"),
        (("a.example", "b.example"), {FORMER[0]: "a.example", FORMER[1]: "b.example"}, "waived"),
        (("a.example", "b.example"), {FORMER[0]: "a.example"}, "open"),
        (("a.example", "b.example"), dict(zip(FORMER, ("a.example", "a.example", "b.example"), strict=True)), "waived"),
        (("a.example",), {"f-fedcba9876543210": "a.example"}, "open"),
        (("a.example",), {}, "open"),
    ],
)
def test_each_host_must_have_been_in_the_baseline(
    hosts: tuple[str, ...], known_at: dict[str, str], status: str
) -> None:
    finding = replace(FINDING, id="f-new", hosts=hosts, recipient=hosts[0], former_ids=FORMER)
    known: dict[str, Severity] = dict.fromkeys(known_at, "high")
    assert judged(GateTerms(on=TODAY, known=known, known_at=known_at), finding).status == status


@pytest.mark.parametrize(("severity", "status"), [("high", "waived"), ("critical", "open")])
def test_the_gravest_of_former_findings_counts(severity: Severity, status: str) -> None:
    finding = replace(FINDING, id="f-new", hosts=("a.example",), former_ids=FORMER, severity=severity)
    known: dict[str, Severity] = {FORMER[0]: "low", FORMER[1]: "high"}
    at = dict.fromkeys(FORMER[:2], "a.example")
    assert judged(GateTerms(on=TODAY, known=known, known_at=at), finding).status == status
