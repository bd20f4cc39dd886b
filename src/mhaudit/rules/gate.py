"""The gate: findings that are exempted by waivers with an owner and an end, and by a baseline.

An expired waiver exempts nothing, and fails the audit by its name: it must be renewed or removed.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from mhaudit.model.audit import Coverage, Finding, Gate, Verdict, Waiver, WaiverUse
from mhaudit.model.knowledge import SEVERITIES, GateTerms, Severity, WaiverRule

BASELINE = "It is in the baseline with the same or a higher severity."


def apply_gate(findings: Sequence[Finding], terms: GateTerms) -> tuple[list[Finding], Gate]:
    """Return the findings, exempted ones marked as waived, and the result of each waiver."""
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
    before = _known(finding, terms)
    if before is not None and SEVERITIES.index(finding.severity) <= SEVERITIES.index(before):
        return replace(finding, status="waived", waiver=Waiver(reason=BASELINE, owner="", expires=""))
    return finding


def _known(finding: Finding, terms: GateTerms) -> Severity | None:
    """Return the severity of the finding in the baseline; None if it, or one of its hosts, is new."""
    if finding.id in terms.known:
        return terms.known[finding.id]
    known = [name for name in finding.former_ids if name in terms.known]
    seen_at = {terms.known_at.get(name) for name in known}  # one host may have had several parts of today's finding
    whole = seen_at.issuperset(finding.hosts or (finding.recipient,))
    return max((terms.known[name] for name in known), key=SEVERITIES.index) if known and whole else None


def _matches(rule: WaiverRule, finding: Finding) -> bool:
    if rule.finding:
        return rule.finding in (finding.id, *finding.former_ids)
    hosts = finding.hosts or (finding.recipient,)
    return (
        rule.rule == finding.rule
        and (not rule.recipient or all(_is_below(host, rule.recipient) for host in hosts))
        and (not rule.category or finding.categories == (rule.category,))
    )


def _is_below(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def _use(rule: WaiverRule, findings: list[str], terms: GateTerms) -> WaiverUse:
    return WaiverUse(
        id=rule.id,
        reason=rule.reason,
        owner=rule.owner,
        expires=rule.expires.isoformat(),
        state="expired" if rule.expires < terms.on else "used" if findings else "unused",
        findings=tuple(findings),
    )


def judge_verdict(
    findings: Sequence[Finding], coverage: Coverage, fail_on: Severity, gate: Gate | None = None
) -> Verdict:
    """Return the verdict on findings and gaps.

    `fail` from `fail_on` upwards or if a waiver expired; else `incomplete` if a gap blocks or nothing was exercised;
    else `pass`, which is printed as "No leak seen" where no finding is about data on a person.
    """
    levels = [finding.severity for finding in findings if finding.status == "open"]
    worst = max(levels, key=SEVERITIES.index, default=None)
    failed = worst is not None and SEVERITIES.index(worst) >= SEVERITIES.index(fail_on)
    failed |= gate is not None and any(waiver.state == "expired" for waiver in gate.waivers)
    blind = any(gap.blocking or gap.code == "not-exercised" for gap in coverage.gaps)
    return Verdict(
        outcome="fail" if failed else "incomplete" if blind else "pass",
        fail_on=fail_on,
        worst=worst,
        by_severity={severity: levels.count(severity) for severity in reversed(SEVERITIES)},
    )
