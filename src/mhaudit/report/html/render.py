"""Render the self-contained HTML page: no request, font or image from elsewhere; complete without scripts."""

from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup

from mhaudit.model.audit import Audit, Kind
from mhaudit.model.reasons import Reason
from mhaudit.report.html.environment import page
from mhaudit.report.html.fixes import MOST, MOST_LAWS, fixes, laws
from mhaudit.report.text import claims, overview, words
from mhaudit.report.text.commands import command, show_command
from mhaudit.report.text.companies import companies, kinds
from mhaudit.report.text.disputes import all_objections, objections
from mhaudit.report.text.escape import visible
from mhaudit.report.text.evidence import shared_certainty
from mhaudit.report.text.gaps import gap_groups
from mhaudit.report.text.language import DEFAULT, current, speaking
from mhaudit.report.text.reasons import is_foreign, spoken
from mhaudit.report.text.sentences import outcome_of, sent_bytes
from mhaudit.report.text.statements import one_a_company, statements

MOST_STORIES = 5


def render(audit: Audit, language: str = DEFAULT, /, *, annex: bool = True) -> str:
    """Return the report as HTML. Every text of the audit is escaped, and invisible characters are written out.

    `annex`: with the evidence, the laws and the glossary.
    """
    with speaking(language):
        known = kinds(audit)
        said = statements(audit, known)
        found = companies(audit, said)
        return page().render(
            audit=audit,
            language=current(),
            kinds=known,
            said=said,
            annex=annex,
            stories=one_a_company(said)[:MOST_STORIES],
            companies=found,
            reason=_reason(known),
            **_first_screen(audit, found, known),
            **_sections(audit, said, known),
        )


def _first_screen(audit: Audit, found: Any, known: dict[str, Kind]) -> dict[str, Any]:
    return {
        "verdict": overview.verdict(audit),
        "numbers": tuple(overview.numbers(audit, found, known)),
        "picture": overview.picture(found, known, profiled=bool(audit.subject.first_party)),
        "danger": claims.lacking_replies(audit, known),
        "strip": tuple(overview.strip(audit)),
        "outcome": outcome_of(audit),
        "waived": sum(finding.status == "waived" for finding in audit.findings),
    }


def _sections(audit: Audit, said: Any, known: dict[str, Kind]) -> dict[str, Any]:
    to_fix, cited = tuple(fixes(audit, said)), laws(audit)
    return {
        "claims": claims,
        "replies": claims.own_replies(audit),
        "because": lambda reason: claims.reason_sentence(reason, known),
        "reply_objections": lambda reply: objections(audit, _about("CRS", reply.observations, audit)),
        "claim_objections": lambda claim: objections(audit, _about("DSC", claim.observations, audit)),
        "all_objections": tuple(all_objections(audit)),
        "certainty_of": lambda bridge: shared_certainty(bridge, audit),
        "gaps": gap_groups(audit.coverage.gaps),
        "sent_bytes": sent_bytes(audit.coverage),
        "fixes": to_fix[:MOST],
        "more_fixes": len(to_fix[MOST:]),
        "laws": cited[:MOST_LAWS],
        "more_laws": len(cited[MOST_LAWS:]),
        "number_of": {one.fact.id: number for number, one in enumerate(said, 1)},
        "label_of": lambda category: words.label(known[category]),
        "command": command(audit),
        "show": lambda at: show_command(audit, at),
    }


def _about(rules: str, observations: Sequence[str], audit: Audit) -> set[str]:
    """Return the ids of the findings of some rules that rest on these observations only."""
    mine = set(observations)
    alike = (one for one in audit.findings if one.rule.startswith(rules) and one.observations)
    return {one.id for one in alike if mine.issuperset(one.observations)}


def _reason(known: dict[str, Kind]) -> Callable[[Reason], Markup]:
    """Return a filter that translates a reason; text that is only in English is marked with its language."""

    def shown(reason: Reason) -> Markup:
        tag = Markup('<bdi lang="en">{}</bdi>') if is_foreign(reason) else Markup("<bdi>{}</bdi>")
        return tag.format(visible(spoken(reason, known)))

    return shown
