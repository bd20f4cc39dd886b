"""The verdict: findings first, then what could not be seen. An audit that was blind somewhere never passes."""

from collections.abc import Sequence

from mhaudit.model.audit import Coverage, Finding, Gate, Verdict
from mhaudit.model.knowledge import SEVERITIES, Severity


def judge_verdict(
    findings: Sequence[Finding], coverage: Coverage, fail_on: Severity, gate: Gate | None = None
) -> Verdict:
    """`fail` from `fail_on` upwards or when a waiver expired; else `incomplete` where a gap blocks; else `pass`."""
    levels = [finding.severity for finding in findings if finding.status == "open"]
    worst = max(levels, key=SEVERITIES.index, default=None)
    failed = worst is not None and SEVERITIES.index(worst) >= SEVERITIES.index(fail_on)
    failed |= gate is not None and any(waiver.state == "expired" for waiver in gate.waivers)
    blind = any(gap.blocking for gap in coverage.gaps)
    return Verdict(
        outcome="fail" if failed else "incomplete" if blind else "pass",
        fail_on=fail_on,
        worst=worst,
        by_severity={severity: levels.count(severity) for severity in reversed(SEVERITIES)},
    )
