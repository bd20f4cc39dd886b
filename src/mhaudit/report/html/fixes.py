"""The developers' table: the request, event and fields of each fact, with the remedy of its worst finding."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from mhaudit.model.audit import Audit, Certainty, Citation, Finding
from mhaudit.model.knowledge import SEVERITIES, Severity
from mhaudit.report.text import terms
from mhaudit.report.text.companies import worst_first
from mhaudit.report.text.statements import ROUTINE, Statement

MOST = 15
# A company's finding may rest on other facts with a higher certainty; a row shows its own.
_AT_MOST: Mapping[Certainty, Severity] = {
    "proven": "critical",
    "declared": "critical",
    "likely": "high",
    "possible": "medium",
}
MOST_LAWS = 5
_CONFIDENCE = ("verified", "secondary")


class Fix(Struct, frozen=True, kw_only=True):
    """One row: the data that is sent, where it is sent, and the change that fixes it."""

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
        severity=min(findings[0].severity, _AT_MOST[_sure(one)], key=SEVERITIES.index),
        statement=one,
        request=f"{first.method} {first.path}".strip() if first else "",
        fields=tuple(dict.fromkeys(at.place for seen in telling for at in seen.at[:1])),
        rules=tuple(dict.fromkeys(finding.rule for finding in findings)),
        remedy=findings[0].remedy,
    )


def _sure(one: Statement) -> Certainty:
    """Return the highest certainty among a fact's health kinds, or among all its kinds where it has none on health."""
    kinds = [said for said in one.kinds if said.kind.special] or one.kinds
    return min((said.certainty for said in kinds), key=terms.SURE.index)


def laws(audit: Audit) -> tuple[tuple[Citation, int], ...]:
    """Return the provisions that open findings may concern, with the number of findings, checked provisions first."""
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
