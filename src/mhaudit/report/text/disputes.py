"""Sentences on objections to findings: author, date, their words, and the outcome."""

from collections.abc import Collection, Iterator

from mhaudit.model.audit import Audit
from mhaudit.model.disputes import Dispute, Outcome
from mhaudit.report.text.language import marked as _
from mhaudit.report.text.language import message, say, say_many
from mhaudit.report.text.titles import titled
from mhaudit.report.text.words import stopped

OUTCOMES: dict[Outcome, str] = {
    "open": _("Not decided."),
    "upheld": _("Checked; the statement remains."),
    "corrected": _("Corrected."),
    "retracted": _("Retracted: the statement was wrong."),
    "withdrawn": _("The objection was withdrawn."),
}
_QUOTATION_MARKS = str.maketrans('“”„«»"', "''''''")


def objections(audit: Audit, findings: Collection[str]) -> list[str]:
    """Return one text per objection to the findings with the given ids, in the order of the file."""
    return [_said(one) for one in audit.disputes if one.finding in findings]


def all_objections(audit: Audit) -> Iterator[tuple[str, str]]:
    """Yield all objections as (subject, text); the subject is the rule, title and recipient of the finding."""
    by_id = {finding.id: finding for finding in audit.findings}
    for one in audit.disputes:
        finding = by_id[one.finding]
        subject = f"{finding.rule}, {titled(finding, audit)}: {finding.organisation or finding.recipient}"
        yield subject, _said(one)


def objections_counted(audit: Audit) -> str:
    """Return the number of disputed findings and how many of them were wrong; "" without objections."""
    if not audit.disputes:
        return ""
    disputed = {one.finding for one in audit.disputes}
    wrong = {one.finding for one in audit.disputes if one.outcome in ("corrected", "retracted")}
    said = say_many("Somebody objects to {number} finding.", "Somebody objects to {number} findings.", len(disputed))
    if wrong:
        said += " " + say_many(
            "{number} of them was corrected or retracted.", "{number} of them were corrected or retracted.", len(wrong)
        )
    return said


def _said(one: Dispute) -> str:
    said = say(
        "Objection by {who}, {day}: “{words}”", who=one.by, day=one.on, words=one.says.translate(_QUOTATION_MARKS)
    )
    answer = f" {stopped(one.answer)}" if one.answer else ""
    return f"{said} {message(OUTCOMES[one.outcome])}{answer}"
