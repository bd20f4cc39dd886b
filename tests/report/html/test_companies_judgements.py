from mhaudit.report.html.companies import judgements, worst_first
from tests.report import sample


def test_findings_stand_by_severity_then_by_rule() -> None:
    ordered = [(finding.severity, finding.rule) for finding in worst_first(sample.full().findings)]
    assert ordered == [
        ("critical", "HLT-001"),
        ("critical", "HLT-005"),
        ("high", "IDN-002"),
        ("high", "SEC-001"),
        ("low", "TRK-001"),
    ]


def test_what_a_rule_says_is_told_once() -> None:
    said = judgements([sample.finding(1, "b.example"), sample.finding(2, "a.example")])
    assert [(one.rule, [finding.recipient for finding in one.findings]) for one in said] == [
        ("HLT-001", ["a.example", "b.example"])
    ]


def test_another_severity_of_the_same_rule_is_told_apart() -> None:
    said = judgements([sample.finding(1, "a.example", severity="low"), sample.finding(2, "a.example")])
    assert [one.severity for one in said] == ["critical", "low"]
