"""Objections as sentences."""

import pytest
from msgspec.structs import replace

from mhaudit.model.audit import Audit
from mhaudit.model.disputes import Dispute, Outcome
from mhaudit.report.text.disputes import all_objections, objections, objections_counted
from mhaudit.report.text.titles import titled
from tests.report import sample


def objected(*outcomes: Outcome, answer: str = "") -> Audit:
    audit = sample.full()
    names = [finding.id for finding in audit.findings]
    return replace(
        audit,
        disputes=tuple(
            Dispute(finding=name, by="Ada", on="2026-12-01", says="It is “not” so.", outcome=outcome, answer=answer)
            for name, outcome in zip(names, outcomes, strict=False)
        ),
    )


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("open", "Not decided."),
        ("upheld", "Checked; the statement remains."),
        ("corrected", "Corrected."),
        ("retracted", "Retracted: the statement was wrong."),
        ("withdrawn", "The objection was withdrawn."),
    ],
)
@pytest.mark.parametrize(("answer", "more"), [("", ""), ("See 3.2", " See 3.2."), ("See 3.2.", " See 3.2.")])
def test_each_outcome(outcome: Outcome, said: str, answer: str, more: str) -> None:
    audit = objected(outcome, answer=answer)
    text = f"Objection by Ada, 2026-12-01: “It is 'not' so.” {said}{more}"
    assert objections(audit, [audit.findings[0].id]) == [text]
    assert objections(audit, [audit.findings[1].id]) == []
    finding = audit.findings[0]
    subject = f"{finding.rule}, {titled(finding, audit)}: {finding.organisation or finding.recipient}"
    assert list(all_objections(audit)) == [(subject, text)]


def test_the_count_names_what_was_wrong() -> None:
    assert objections_counted(objected()) == ""
    assert objections_counted(objected("open")) == "Somebody objects to 1 finding."
    assert objections_counted(objected("open", "upheld")) == "Somebody objects to 2 findings."
    wrong = objected("corrected", "retracted")
    assert objections_counted(wrong) == "Somebody objects to 2 findings. 2 of them were corrected or retracted."
