"""Translate the reasons of an audit into the report's language."""

from collections.abc import Mapping

from mhaudit.model.audit import Finding, Kind
from mhaudit.model.reasons import SENTENCES, Reason, Wording, has_words, say_reason
from mhaudit.report.text.forms import form_said
from mhaudit.report.text.glossary import ROLES
from mhaudit.report.text.language import DEFAULT, current, has, message
from mhaudit.report.text.language import marked as _
from mhaudit.report.text.words import inside

# Arguments of reasons that mhaudit itself supplies: shapes, forms, and the results of replies.
WORDS = (
    _("an e-mail address"),
    _("a latitude and longitude of three or more decimals"),
    _("year first"),
    _("digits only"),
    _("lower case"),
    _("it names a number that no list here knows"),
    _("it names an address that no list here knows"),
    _("it mentions help and has no known number"),
)


def spoken(reason: Reason, kinds: Mapping[str, Kind]) -> str:
    """Return a reason as a sentence in the report's language."""
    return say_reason(
        reason,
        Wording(form_said, lambda kind: inside(kinds[kind].label) if kind in kinds else kind, _role),
    )


def is_foreign(reason: Reason) -> bool:
    """Return whether a reason has English words of a user's own policy file in a report of another language."""
    if current() == DEFAULT:
        return False
    if reason.code == "written":
        return True
    texts = [SENTENCES.get(reason.code, ""), str(reason.args.get("why", ""))]
    inner = [value for value in reason.args.values() if isinstance(value, Reason)]
    return any(has_words(text) and not has(text) for text in texts) or any(is_foreign(one) for one in inner)


def remarks(finding: Finding, kinds: Mapping[str, Kind]) -> str:
    """Return the rule's sentence and the remarks of this audit, in the report's language."""
    noted = (spoken(one, kinds) for one in finding.remarks)
    return " ".join([message(finding.because), *(f"{one[:1].upper()}{one[1:].removesuffix('.')}." for one in noted)])


def _role(role: str) -> str:
    return message(ROLES.get(role, role))
