"""Findings folded for reading: what a rule says is told once, with everybody it says it about below."""

from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from mhaudit.model.audit import Citation, Finding
from mhaudit.model.knowledge import Severity
from mhaudit.report import terms


class Judgement(Struct, frozen=True, kw_only=True):
    """What one rule says at one severity, and the findings that it says it in."""

    severity: Severity
    rule: str
    title: str
    because: str
    remedy: str
    regulations: tuple[Citation, ...]
    findings: tuple[Finding, ...]


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by severity, then by rule and recipient."""
    return tuple(
        sorted(findings, key=lambda item: (terms.WORST_FIRST.index(item.severity), item.rule, item.recipient, item.id))
    )


def judgements(findings: Iterable[Finding]) -> tuple[Judgement, ...]:
    """The findings by what is said in them, worst first."""
    alike = defaultdict(list)
    for finding in worst_first(findings):
        said = (finding.severity, finding.rule, finding.title, finding.because, finding.remedy, finding.regulations)
        alike[said].append(finding)
    return tuple(
        Judgement(
            severity=severity,
            rule=rule,
            title=title,
            because=because,
            remedy=remedy,
            regulations=regulations,
            findings=tuple(members),
        )
        for (severity, rule, title, because, remedy, regulations), members in alike.items()
    )
