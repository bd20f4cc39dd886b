"""The recipients by organisation: who they are, which of their hosts were contacted, and what they received."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec import Struct

from mhaudit.model.audit import Audit, Certainty, Citation, Finding, Kind, Observation, Party, Recipient
from mhaudit.model.knowledge import Severity
from mhaudit.report.text import terms, words
from mhaudit.report.text.language import say

OUTWARD: tuple[Party, ...] = ("third", "unknown", "infrastructure", "first")


class Group(Struct, frozen=True, kw_only=True):
    """One organisation's hosts. Where the organisation is not known (`known` is False), `name` is the domain."""

    name: str
    known: bool
    own: bool
    parent: str | None
    country: str | None
    party: Party
    hosts: tuple[Recipient, ...]
    observations: tuple[Observation, ...]

    @property
    def sent(self) -> tuple[Observation, ...]:
        """What the app sent there."""
        return tuple(seen for seen in self.observations if seen.direction == "sent")

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(sorted({role for host in self.hosts for role in host.roles}))

    @property
    def known_as(self) -> str:
        """The services by which readers know a company whose name does not say them: Sentry, of Functional Software."""
        names = sorted({host.service for host in self.hosts if host.service})
        first = self.name.split()[0].strip(",.").lower()
        return ", ".join(name for name in names if first.split(".")[0] not in name.lower())

    @property
    def exchanges(self) -> int:
        return sum(host.exchanges for host in self.hosts)

    @property
    def bytes_sent(self) -> int:
        return sum(host.bytes_sent for host in self.hosts)

    @property
    def declared(self) -> bool:
        return any(host.declared for host in self.hosts)

    @property
    def named_in_notice(self) -> bool | None:
        """Whether the vendor's privacy notice names it; None where no notice was given, or nobody knows whose it is."""
        said = [host.named_in_notice for host in self.hosts if host.named_in_notice is not None]
        return any(said) if said else None

    @property
    def country_basis(self) -> str:
        """Why the country is said, as the policies have it."""
        return next((host.country_basis for host in self.hosts if host.country_basis), "")

    @property
    def first_seen(self) -> str | None:
        return min((host.first_seen for host in self.hosts if host.first_seen), default=None)

    @property
    def phases(self) -> tuple[str, ...]:
        return tuple(sorted({phase for host in self.hosts for phase in host.phases}))


def kinds(audit: Audit) -> dict[str, Kind]:
    """The words for every category that the audit mentions."""
    known = {kind.id: kind for kind in audit.kinds}
    mentioned = {seen.category for seen in audit.observations}
    for finding in audit.findings:
        mentioned.update(finding.categories)
    for linked in audit.linkage:
        mentioned.update(linked.categories, linked.identifiers)
    for companion in audit.companions:
        mentioned.update(companion.categories, companion.identifiers)
    mentioned.update(bridge.category for bridge in audit.bridges)
    if audit.generated_from.persona:
        mentioned.update(audit.generated_from.persona.categories)
    return {category: known.get(category) or words.fallback_kind(category) for category in sorted(mentioned)}


def grouped(audit: Audit) -> tuple[Group, ...]:
    """Every recipient in its group: other companies first, those that received the most sensitive kinds at the top."""
    seen = defaultdict(list)
    for observation in audit.observations:
        seen[observation.recipient].append(observation)
    hosts: dict[tuple[bool, str], list[Recipient]] = defaultdict(list)
    for recipient in audit.recipients:
        own = recipient.party == "first"
        hosts[own, "" if own else recipient.organisation or recipient.domain].append(recipient)
    special = {kind.id for kind in audit.kinds if kind.special}
    groups = [_group(audit, own, name, members, seen) for (own, name), members in hosts.items()]
    return tuple(sorted(groups, key=lambda group: _rank(group, special)))


def certainties(observations: Iterable[Observation]) -> dict[str, Certainty]:
    """How sure it is, at best, that each category was among the observations."""
    best: dict[str, Certainty] = {}
    for seen in observations:
        old = best.get(seen.category)
        if old is None or terms.SURE.index(seen.certainty) < terms.SURE.index(old):
            best[seen.category] = seen.certainty
    return best


def _group(
    audit: Audit, own: bool, name: str, members: list[Recipient], seen: Mapping[str, list[Observation]]
) -> Group:
    members = sorted(members, key=lambda host: host.host)
    observations = [observation for host in members for observation in seen.get(host.host, ())]
    vendor = audit.subject.vendor or audit.subject.name
    return Group(
        name=(vendor or say("The app’s own servers")) if own else name,
        known=own or any(host.organisation for host in members),
        own=own,
        parent=next((host.parent for host in members if host.parent), None),
        country=next((host.country for host in members if host.country), None),
        party=min((host.party for host in members), key=OUTWARD.index),
        hosts=tuple(members),
        observations=tuple(observations),
    )


def _rank(group: Group, special: set[str]) -> tuple[int, int, int, str]:
    received = {seen.category for seen in group.sent}
    return OUTWARD.index(group.party), -len(received & special), -len(received), group.name


class Judgement(Struct, frozen=True, kw_only=True):
    """What one rule says at one severity, and the findings that it says it in."""

    severity: Severity
    rule: str
    title: str
    because: str
    remedy: str
    regulations: tuple[Citation, ...]
    findings: tuple[Finding, ...]


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by severity, then by rule and recipient."""
    return tuple(
        sorted(findings, key=lambda item: (terms.WORST_FIRST.index(item.severity), item.rule, item.recipient, item.id))
    )


def judgements(findings: Iterable[Finding]) -> tuple[Judgement, ...]:
    """The findings by what is said in them, worst first."""
    alike = defaultdict(list)
    for finding in worst_first(findings):
        rest = (finding.because, finding.remarks, finding.remedy, finding.regulations)
        said = (finding.severity, finding.rule, finding.title, *rest)
        alike[said].append(finding)
    return tuple(
        Judgement(
            severity=severity,
            rule=rule,
            title=title,
            because=because,
            remedy=remedy,
            regulations=regulations,
            findings=tuple(members),
        )
        for (severity, rule, title, because, _, remedy, regulations), members in alike.items()
    )
