"""Titles of findings with the certainty of the data; a finding of a contact has no data and no certainty."""

from mhaudit.model.audit import CERTAINTIES, Audit, Certainty, Finding
from mhaudit.report.text.language import marked as _
from mhaudit.report.text.language import message

_SURE: dict[Certainty, str] = {
    "proven": _("(data: our test entries)"),
    "declared": _("(data: by the SDK’s documentation)"),
    "likely": _("(data: suggested by a name)"),
    "possible": _("(data: suggested by the shape of a value)"),
}


def titled(finding: Finding, audit: Audit) -> str:
    """Return the title followed by the certainty: `Mood data was sent … (data: our test entries)`."""
    sure = finding_certainty(finding, audit)
    return f"{message(finding.title)} {message(_SURE[sure])}" if sure else message(finding.title)


def finding_certainty(finding: Finding, audit: Audit) -> Certainty | None:
    """Return the certainty of a finding's data; None where it has no data.

    The best observation counts; where a finding joins health data with other data, the lower of the two.
    """
    special = {kind.id for kind in audit.kinds if kind.special}
    ids, categories = set(finding.observations), set(finding.categories)
    best: dict[bool, int] = {}
    for seen in audit.observations:
        if seen.id in ids and seen.category in categories:
            half = seen.category in special
            best[half] = min(best.get(half, len(CERTAINTIES)), CERTAINTIES.index(seen.certainty))
    return CERTAINTIES[max(best.values())] if best else None
