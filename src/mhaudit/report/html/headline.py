"""The worst facts as sentences: what stands first on the first screen."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import Struct

from mhaudit.model.audit import Audit, Certainty, Finding, Kind, Observation
from mhaudit.model.knowledge import SEVERITIES, Severity
from mhaudit.report.html.companies import Group, certainties, worst_first
from mhaudit.report.text import sentences, terms, words
from mhaudit.report.text.language import marked as _
from mhaudit.report.text.language import message, say

# Left to the tables where more telling kinds went the same way: the first screen is read by people.
PLUMBING = ("identifier.", "device.", "usage.presence")
CRISIS_RULES = frozenset({"CRS-001", "CRS-002"})
USELESS = frozenset({"late-resource", "retired-resource", "other-country-resource"})
_NO_HELP = _("When the persona said that it may not be safe, {part} of {whole} replies that were seen named no help.")
_USELESS = _(
    "When the persona said that it may not be safe, {part} of {whole} replies that were seen "
    "named only help that comes late, is retired or is for another country."
)
GRAVE: tuple[Severity, ...] = ("high", "critical")


class Fact(Struct, frozen=True, kw_only=True):
    """One sentence, whom it is about, and the severity of the gravest finding behind it."""

    severity: Severity
    sentence: str
    about: str


def open_findings(audit: Audit) -> tuple[Finding, ...]:
    """The findings that stand, worst first."""
    return worst_first(finding for finding in audit.findings if finding.status == "open")


def verdict(audit: Audit) -> str:
    """The sentence beside the outcome."""
    floor = SEVERITIES.index(audit.verdict.fail_on)
    failing = sum(SEVERITIES.index(finding.severity) >= floor for finding in open_findings(audit))
    gaps = audit.coverage.gaps
    expired = [one for one in audit.gate.waivers if one.state == "expired"] if audit.gate else []
    return sentences.verdict(audit.verdict, failing, len(gaps), sum(gap.blocking for gap in gaps), expired)


def worst(audit: Audit, groups: Iterable[Group], kinds: dict[str, Kind]) -> tuple[Fact, ...]:
    """A sentence for each recipient that the gravest open findings are about, gravest first."""
    findings = open_findings(audit)
    crisis = tuple(_crisis(audit, findings))
    grave = [finding for finding in findings if finding.severity in GRAVE] or list(findings)
    facts = [*crisis, *_facts(audit, grave, groups, kinds)]
    return tuple(sorted(facts, key=lambda item: terms.WORST_FIRST.index(item.severity)))


def _crisis(audit: Audit, findings: Iterable[Finding]) -> Iterator[Fact]:
    """What came back when the persona said that it was in danger, where a rule finds fault with that."""
    faults = [finding.severity for finding in findings if finding.rule in CRISIS_RULES]
    heard = [reply.reply for reply in audit.crisis if reply.reply != "not-tested"]
    if faults and heard:
        none, useless = heard.count("none"), sum(reply in USELESS for reply in heard)
        if none:
            yield Fact(severity=faults[0], about="", sentence=say(_NO_HELP, part=none, whole=len(heard)))
        if useless:
            yield Fact(severity=faults[0], about="", sentence=say(_USELESS, part=useless, whole=len(heard)))


def _facts(audit: Audit, findings: list[Finding], groups: Iterable[Group], kinds: dict[str, Kind]) -> Iterator[Fact]:
    observations = {seen.id: seen for seen in audit.observations}
    whose = _whose(audit)
    for group in groups:
        names = {host.host for host in group.hosts}
        company = None if group.own else group.name
        about = [item for item in findings if item.recipient in names or (company and item.organisation == company)]
        if about:
            ids = sorted({wanted for finding in about for wanted in finding.observations} & observations.keys())
            sent = [observations[wanted] for wanted in ids if observations[wanted].direction == "sent"]
            yield Fact(
                severity=about[0].severity, sentence=_sentence(whose, sent, about, group, kinds), about=group.name
            )


def sentence(audit: Audit, finding: Finding, seen: Iterable[Observation], group: Group, kinds: dict[str, Kind]) -> str:
    """What one finding says, as a sentence; `group` is whom it is about."""
    sent = [one for one in seen if one.direction == "sent"]
    return _sentence(_whose(audit), sent, [finding], group, kinds)


def _whose(audit: Audit) -> str:
    return say("The persona’s") if audit.generated_from.persona else say("A user’s")


def _sentence(whose: str, sent: list[Observation], about: list[Finding], group: Group, kinds: dict[str, Kind]) -> str:
    hosts = {seen.recipient for seen in sent} or {finding.recipient for finding in about}
    target = sentences.place_of(
        group.name, country=group.country, hosts=len(hosts), known=group.known, known_as=group.known_as
    )
    if not sent:
        return f"{message(about[0].title)}: {target}."
    sent = [seen for seen in sent if not seen.category.startswith(PLUMBING)] or sent
    surest = min((seen.certainty for seen in sent), key=terms.SURE.index)
    phases = {seen.phase for seen in sent if seen.certainty == surest}
    return sentences.fact(whose, _labels(sent, kinds), target, phases)


def _labels(sent: list[Observation], kinds: dict[str, Kind]) -> dict[Certainty, list[str]]:
    """The labels by certainty, the most sensitive first; a kind that was never seen as it is says so."""
    found = defaultdict(list)
    best = certainties(sent)
    for category in sorted(best, key=lambda category: (not kinds[category].special, category)):
        forms = {seen.form for seen in sent if seen.category == category and seen.certainty == best[category]}
        found[best[category]].append(words.inside(kinds[category].label) + words.forms(forms))
    return dict(found)
