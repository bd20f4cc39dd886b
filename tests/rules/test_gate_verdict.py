"""Fail, pass, or incomplete: who could not see everything does not pass."""

import pytest

from mhaudit.model.audit import Coverage, Finding, GapCount
from mhaudit.model.knowledge import Severity
from mhaudit.rules.gate import judge_verdict
from mhaudit.rules.judge import Judge
from tests.rules.knowledge import ALL, grounds, observation, policies, recipient, rule


def finding(severity: Severity) -> Finding:
    return Judge(policies(rule(severity=severity)), ALL).findings(grounds([recipient()], [observation()]))[0]


def coverage(*, blocking: bool | None = None) -> Coverage:
    gaps = () if blocking is None else (GapCount(code="body-opaque", host="", count=1, blocking=blocking, detail=""),)
    return Coverage(exchanges=1, bytes=(), gaps=gaps)


@pytest.mark.parametrize(
    ("severities", "fail_on", "blocking", "outcome", "worst"),
    [
        ((), "high", None, "pass", None),
        (("medium",), "high", None, "pass", "medium"),
        (("low", "high"), "high", None, "fail", "high"),
        (("critical",), "high", True, "fail", "critical"),
        (("low",), "low", None, "fail", "low"),
        (("medium",), "high", True, "incomplete", "medium"),
        ((), "high", True, "incomplete", None),
        ((), "high", False, "pass", None),
    ],
)
def test_outcomes(
    severities: tuple[Severity, ...], fail_on: Severity, blocking: bool | None, outcome: str, worst: str | None
) -> None:
    found = judge_verdict([finding(severity) for severity in severities], coverage(blocking=blocking), fail_on)
    assert (found.outcome, found.worst, found.fail_on) == (outcome, worst, fail_on)
    assert list(found.by_severity) == ["critical", "high", "medium", "low", "info"]
    assert sum(found.by_severity.values()) == len(severities)
