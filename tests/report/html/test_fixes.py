"""For the engineer: request, event, fields and remedy; for the lawyer: at most five provisions, checked ones first."""

from msgspec.structs import replace

from mhaudit.model.audit import Citation
from mhaudit.report.html.fixes import fixes, laws
from mhaudit.report.text.companies import kinds
from mhaudit.report.text.statements import statements
from tests.report import sample


def test_each_fact_behind_an_open_finding_has_its_request_fields_and_the_gravest_remedy() -> None:
    audit = sample.full()
    at = replace(sample.evidence(1), method="POST", path="/v1/track", event="Mood Logged")
    seen = replace(audit.observations[0], at=(at,))
    known = sample.with_facts(replace(audit, observations=(seen, *audit.observations[1:])))
    rows = list(fixes(known, statements(known, kinds(known))))
    (row,) = [one for one in rows if one.statement.fact.event == "Mood Logged"]
    assert (row.request, row.fields, row.severity) == ("POST /v1/track", ("body > json:/user/value",), "critical")
    assert row.remedy == "Keep the mood score on the device."
    assert "HLT-001" in row.rules
    assert [one.statement.fact.rank for one in rows] == sorted(one.statement.fact.rank for one in rows)


def test_waived_findings_and_facts_without_findings_have_no_row() -> None:
    audit = sample.full()
    waived = tuple(replace(finding, status="waived") for finding in audit.findings)
    assert list(fixes(replace(audit, findings=waived), statements(audit, kinds(audit)))) == []


def test_laws_are_ordered_by_how_they_were_checked_and_counted() -> None:
    def law(name: str, confidence: str) -> Citation:
        return Citation(id=name, title=name, citation=name, jurisdiction="EU", confidence=confidence)

    audit = sample.full()
    first, second, *_ = audit.findings
    findings = (
        replace(first, status="open", regulations=(law("memory", "from memory"), law("b", "verified"))),
        replace(second, status="open", regulations=(law("a", "verified"), law("b", "verified"), law("c", "secondary"))),
    )
    found = laws(replace(audit, findings=findings))
    assert [(one.id, count) for one, count in found] == [("b", 2), ("a", 1), ("c", 1), ("memory", 1)]
