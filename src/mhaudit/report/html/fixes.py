"""How to fix it: the request, event and fields of each fact, with the remedy of its gravest finding."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from mhaudit.model.audit import Audit, Citation, Finding
from mhaudit.model.knowledge import Severity
from mhaudit.report.text.companies import worst_first
from mhaudit.report.text.statements import ROUTINE, Statement

MOST = 15
MOST_LAWS = 5
_CONFIDENCE = ("verified", "secondary")


class Fix(Struct, frozen=True, kw_only=True):
    """One row: what is sent where, and what to change."""

    severity: Severity
    statement: Statement
    request: str
    fields: tuple[str, ...]
    rules: tuple[str, ...]
    remedy: str


def fixes(audit: Audit, said: Sequence[Statement]) -> Iterator[Fix]:
    """Yield a row for each fact that an open finding rests on, the most harmful first."""
    by_id = {finding.id: finding for finding in audit.findings if finding.status == "open"}
    for one in said:
        findings = worst_first(by_id[name] for name in one.fact.findings if name in by_id)
        if findings:
            yield _fix(one, findings)


def _fix(one: Statement, findings: Sequence[Finding]) -> Fix:
    telling = [seen for seen in one.observations if not seen.category.startswith(ROUTINE)] or one.observations
    first = next((at for seen in telling for at in seen.at), None)
    return Fix(
        severity=findings[0].severity,
        statement=one,
        request=f"{first.method} {first.path}".strip() if first else "",
        fields=tuple(dict.fromkeys(at.place for seen in telling for at in seen.at[:1])),
        rules=tuple(dict.fromkeys(finding.rule for finding in findings)),
        remedy=findings[0].remedy,
    )


def laws(audit: Audit) -> tuple[tuple[Citation, int], ...]:
    """Return the provisions that open findings may concern, with the number of findings: checked ones first."""
    found: dict[str, Citation] = {}
    counts: dict[str, int] = {}
    for finding in worst_first(one for one in audit.findings if one.status == "open"):
        for law in finding.regulations:
            found.setdefault(law.id, law)
            counts[law.id] = counts.get(law.id, 0) + 1

    def order(name: str) -> tuple[int, int, str]:
        confidence = found[name].confidence
        return (_CONFIDENCE.index(confidence) if confidence in _CONFIDENCE else 2, -counts[name], name)

    return tuple((found[name], counts[name]) for name in sorted(found, key=order))
