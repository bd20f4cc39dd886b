"""One self-contained page: no request, no font, no image from elsewhere; complete with scripts off."""

import shlex
from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from mhaudit.model.audit import Audit, Finding, Kind
from mhaudit.model.reasons import Reason
from mhaudit.report.html import headline
from mhaudit.report.html.companies import Group, certainties, grouped, judgements, kinds
from mhaudit.report.html.company_cards import cards
from mhaudit.report.html.counts import tallies
from mhaudit.report.html.environment import NAME_LENGTH, page
from mhaudit.report.html.matrix import matrix
from mhaudit.report.html.not_found import blindness, negatives
from mhaudit.report.html.studies import beside_studies
from mhaudit.report.pictures import countries, flow, shared, timeline
from mhaudit.report.text import words
from mhaudit.report.text.escape import visible
from mhaudit.report.text.language import DEFAULT, current, has, speaking
from mhaudit.report.text.reasons import is_foreign, remarks, spoken
from mhaudit.report.text.sentences import sent_bytes

MOST_FACTS = 8


def render(audit: Audit, language: str = DEFAULT, /) -> str:
    """The whole report as HTML. Every text of the audit is escaped, and made visible where it could hide or reorder."""
    with speaking(language):
        kinds_by_id = kinds(audit)
        groups = grouped(audit)
        return page().render(
            audit=audit,
            language=current(),
            kinds=kinds_by_id,
            groups=groups,
            **_first_screen(audit, groups, kinds_by_id),
            **_pictures(audit, groups, kinds_by_id),
            **_sections(audit, groups, kinds_by_id),
        )


def _first_screen(audit: Audit, groups: tuple[Group, ...], kinds_by_id: dict[str, Kind]) -> dict[str, Any]:
    worst = headline.worst(audit, groups, kinds_by_id)
    return {
        "worst": worst[:MOST_FACTS],
        "unsaid": len(worst[MOST_FACTS:]),
        "verdict": headline.verdict(audit),
        "waived": sum(finding.status == "waived" for finding in audit.findings),
        "tallies": tallies(audit, groups),
        "blindness": blindness(audit.coverage.gaps),
    }


def _pictures(audit: Audit, groups: tuple[Group, ...], kinds_by_id: dict[str, Kind]) -> dict[str, Any]:
    return {
        "flow": flow.flow(groups, kinds_by_id),
        "matrix": matrix(groups, kinds_by_id),
        "timeline": timeline.timeline(audit, groups),
        "stages": timeline.stages(audit, groups),
        "countries": countries.countries(groups, (kind.id for kind in audit.kinds if kind.special)),
        "shared": shared.shared(audit.bridges, kinds_by_id),
    }


def _sections(audit: Audit, groups: tuple[Group, ...], kinds_by_id: dict[str, Kind]) -> dict[str, Any]:
    by_id = {seen.id: seen for seen in audit.observations}
    company_of = {host.host: number for number, group in enumerate(groups, 1) for host in group.hosts}
    return {
        "group_of": company_of,
        "number_of": {groups[number - 1].name: number for number in dict.fromkeys(company_of.values())},
        "recipients": {recipient.host: recipient for recipient in audit.recipients},
        "cards": cards(audit, groups, kinds_by_id),
        "negatives": negatives(audit, groups, kinds_by_id),
        "judgements": judgements(audit.findings),
        "beside": beside_studies(audit, groups),
        "first_place": lambda ids: next((by_id[wanted].at[0] for wanted in ids if _has_place(by_id, wanted)), None),
        "surest": lambda ids: certainties(by_id[wanted] for wanted in ids if wanted in by_id),
        "named": lambda categories: words.listed([words.inside(kinds_by_id[name].label) for name in categories]),
        "reason": _reason(kinds_by_id),
        "remarks": lambda finding: _remarks(finding, kinds_by_id),
        "sent_bytes": sent_bytes(audit.coverage),
        "digests": {capture.name: capture.sha256 for capture in audit.generated_from.captures},
        "command": command(audit),
        "again": lambda wanted: again(audit, wanted),
    }


def _has_place(by_id: dict[str, Any], wanted: str) -> bool:
    return wanted in by_id and bool(by_id[wanted].at)


def _reason(kinds_by_id: dict[str, Kind]) -> Callable[[tuple[Reason, ...]], Markup]:
    """The reasons as one sentence; those that have no words in the page's language are marked as English."""

    def joined(reasons: tuple[Reason, ...]) -> Markup:
        sentence = words.reasons([spoken(one, kinds_by_id) for one in reasons])
        tag = Markup('<bdi lang="en">{}</bdi>') if any(map(is_foreign, reasons)) else Markup("<bdi>{}</bdi>")
        return tag.format(visible(sentence))

    return joined


def _remarks(finding: Finding, kinds_by_id: dict[str, Kind]) -> Markup:
    """The sentence of the rule and what was noted; a rule without words in the page's language is marked as English."""
    foreign = not has(finding.because) or any(map(is_foreign, finding.remarks))
    tag = Markup('<bdi lang="en">{}</bdi>') if foreign else Markup("<bdi>{}</bdi>")
    return tag.format(visible(remarks(finding, kinds_by_id)))


def command(audit: Audit) -> str:
    """The line that repeats the audit; the files that only the auditor holds stand as names in capitals."""
    made = audit.generated_from
    parts = ["mhaudit", "audit", *(shlex.quote(visible(capture.name, NAME_LENGTH)) for capture in made.captures)]
    parts += ["--app", "APP.yaml"] if made.app else []
    parts += ["--persona", "PERSONA.yaml"] if made.persona else []
    parts += ["--pack", shlex.quote(visible(made.policies.pack, NAME_LENGTH))]
    return " ".join(parts)


def again(audit: Audit, observation: str) -> str:
    """The line that repeats the audit and shows one observation of it."""
    wanted = shlex.quote(f'"id": "{visible(observation, NAME_LENGTH)}"')
    return f"{command(audit)} --format json --out again; grep -A 40 {wanted} again/audit.json"
