"""What stands on the first screen: the worst facts as sentences, and the counts with their denominators."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from mhaudit.model.audit import Audit, Certainty, Finding, Kind, Observation
from mhaudit.model.knowledge import SEVERITIES, Severity
from mhaudit.report import terms, words
from mhaudit.report.groups import Group, certainties
from mhaudit.report.judgements import worst_first

GRAVE: tuple[Severity, ...] = ("high", "critical")
IDENTIFYING = ("identity.", "identifier.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One sentence, and the severity of the gravest finding behind it."""

    severity: Severity
    sentence: str


def open_findings(audit: Audit) -> tuple[Finding, ...]:
    """The findings that stand, worst first."""
    return worst_first(finding for finding in audit.findings if finding.status == "open")


def verdict(audit: Audit) -> str:
    """The sentence beside the outcome."""
    floor = SEVERITIES.index(audit.verdict.fail_on)
    failing = sum(SEVERITIES.index(finding.severity) >= floor for finding in open_findings(audit))
    gaps = audit.coverage.gaps
    return words.verdict(audit.verdict, failing, len(gaps), sum(gap.blocking for gap in gaps))


def worst(audit: Audit, groups: Iterable[Group], kinds: dict[str, Kind]) -> tuple[Fact, ...]:
    """A sentence for each recipient that the gravest open findings are about, gravest first."""
    findings = open_findings(audit)
    grave = [finding for finding in findings if finding.severity in GRAVE] or list(findings)
    facts = list(_facts(audit, grave, groups, kinds))
    return tuple(sorted(facts, key=lambda item: terms.WORST_FIRST.index(item.severity)))


def tallies(audit: Audit, groups: Iterable[Group]) -> tuple[str, ...]:
    """How many recipients got what, each number with its denominator and with how many of them are proven."""
    outside = [group for group in groups if not group.own]
    if not outside:
        return ()
    special = {kind.id for kind in audit.kinds if kind.special}
    health = [_surest(group, lambda category: category in special) for group in outside]
    named = [_surest(group, lambda category: category.startswith(IDENTIFYING)) for group in outside]
    both = sum(bool(left and right) for left, right in zip(health, named, strict=True))
    whom = "organisations outside the app’s own servers"
    if any(group.party == "unknown" for group in outside):
        whom = "organisations, the app’s own servers among them,"
    nameless = sum(not group.known for group in outside)
    counted = (
        f"{_of(health)} {whom} were sent data on health, or other data that law protects specially{_proven(health)}.",
        f"{_of(named)} were sent something that identifies the person or the device{_proven(named)}.",
        f"{both:,} of {len(outside):,} were sent both.",
    )
    unknown = f"{nameless:,} of the {len(outside):,} are domains of which it is not known who answers."
    return (*counted, unknown) if nameless else counted


def _facts(audit: Audit, findings: list[Finding], groups: Iterable[Group], kinds: dict[str, Kind]) -> Iterator[Fact]:
    observations = {seen.id: seen for seen in audit.observations}
    whose = "The persona’s" if audit.generated_from.persona else "A user’s"
    for group in groups:
        names = {host.host for host in group.hosts}
        company = None if group.own else group.name
        about = [item for item in findings if item.recipient in names or (company and item.organisation == company)]
        if about:
            ids = sorted({wanted for finding in about for wanted in finding.observations} & observations.keys())
            sent = [observations[wanted] for wanted in ids if observations[wanted].direction == "sent"]
            yield Fact(severity=about[0].severity, sentence=_sentence(whose, sent, about, group, kinds))


def _sentence(whose: str, sent: list[Observation], about: list[Finding], group: Group, kinds: dict[str, Kind]) -> str:
    hosts = {seen.recipient for seen in sent} or {finding.recipient for finding in about}
    target = words.place_of(
        group.name, country=group.country, hosts=len(hosts), known=group.known, known_as=group.known_as
    )
    return words.fact(whose, _labels(sent, kinds), target) if sent else f"{about[0].title}: {target}."


def _labels(sent: list[Observation], kinds: dict[str, Kind]) -> dict[Certainty, list[str]]:
    """The labels by certainty, the most sensitive first; a kind that was never seen as it is says so."""
    found = defaultdict(list)
    best = certainties(sent)
    for category in sorted(best, key=lambda category: (not kinds[category].special, category)):
        forms = {seen.form for seen in sent if seen.category == category and seen.certainty == best[category]}
        found[best[category]].append(words.inside(kinds[category].label) + words.forms(forms))
    return dict(found)


def _surest(group: Group, wanted: Callable[[str], bool]) -> Certainty | None:
    """How sure it is that the group was sent a wanted kind; what is only possible does not count."""
    sure = [certainty for category, certainty in certainties(group.sent).items() if wanted(category)]
    best = min(sure, key=terms.SURE.index, default=None)
    return None if best == "possible" else best


def _of(reached: list[Certainty | None]) -> str:
    return f"{sum(map(bool, reached)):,} of {len(reached):,}"


def _proven(reached: list[Certainty | None]) -> str:
    got, proven = sum(map(bool, reached)), reached.count("proven")
    if not got:
        return ""
    part = "" if proven == got == 1 else f" for {proven:,} of the {got:,}"
    return f" (proven by a planted value{part})" if proven else " (not proven by a planted value)"
