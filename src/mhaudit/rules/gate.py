"""The gate: which findings are let through, by waivers with an owner and an end, and by a baseline.

A waiver that has expired lets nothing through, and fails the audit by its name: somebody has to renew it or let it go.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from mhaudit.model.audit import Finding, Gate, Waiver, WaiverUse
from mhaudit.model.gate import GateTerms, WaiverRule
from mhaudit.model.knowledge import SEVERITIES

BASELINE = "It stood in the baseline already, no less severe."


def apply_gate(findings: Sequence[Finding], terms: GateTerms) -> tuple[list[Finding], Gate]:
    """The findings, those let through marked as waived, and what came of each waiver."""
    used: dict[str, list[str]] = {rule.id: [] for rule in terms.waivers}
    judged = []
    for finding in findings:
        matching = [rule for rule in terms.waivers if _matches(rule, finding)]
        for rule in matching:
            used[rule.id].append(finding.id)
        judged.append(_judged(finding, [rule for rule in matching if rule.expires >= terms.on], terms))
    gate = Gate(
        on=terms.on.isoformat(),
        waivers=tuple(_use(rule, used[rule.id], terms) for rule in terms.waivers),
        waivers_sha256=terms.waivers_sha256,
        baseline_sha256=terms.baseline_sha256,
        known=sum(finding.waiver is not None and finding.waiver.reason == BASELINE for finding in judged),
    )
    return judged, gate


def _judged(finding: Finding, valid: Sequence[WaiverRule], terms: GateTerms) -> Finding:
    if valid:
        rule = valid[0]
        waiver = Waiver(reason=rule.reason, owner=rule.owner, expires=rule.expires.isoformat())
        return replace(finding, status="waived", waiver=waiver)
    before = terms.known.get(finding.id)
    if before is not None and SEVERITIES.index(finding.severity) <= SEVERITIES.index(before):
        return replace(finding, status="waived", waiver=Waiver(reason=BASELINE, owner="", expires=""))
    return finding


def _matches(rule: WaiverRule, finding: Finding) -> bool:
    if rule.finding:
        return rule.finding == finding.id
    host = finding.recipient
    return (
        rule.rule == finding.rule
        and (not rule.recipient or host == rule.recipient or host.endswith(f".{rule.recipient}"))
        and (not rule.category or finding.categories == (rule.category,))
    )


def _use(rule: WaiverRule, findings: list[str], terms: GateTerms) -> WaiverUse:
    return WaiverUse(
        id=rule.id,
        reason=rule.reason,
        owner=rule.owner,
        expires=rule.expires.isoformat(),
        state="expired" if rule.expires < terms.on else "used" if findings else "unused",
        findings=tuple(findings),
    )
