"""Group the recipients by company: its identity, its contacted hosts, and the data they received."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from mhaudit.model.audit import Audit, Certainty, Finding, Kind, Observation, Party, Recipient
from mhaudit.report.text import statements, terms, words
from mhaudit.report.text.language import say
from mhaudit.report.text.statements import Statement

OUTWARD: tuple[Party, ...] = ("third", "unknown", "infrastructure", "first")


class Company(Struct, frozen=True, kw_only=True):
    """The hosts of one company. Where no company is known (`known` is False), `name` is the domain."""

    name: str
    known: bool
    own: bool
    parent: str | None
    country: str | None
    country_basis: str
    party: Party
    roles: tuple[str, ...]
    hosts: tuple[Recipient, ...]
    statements: tuple[Statement, ...]
    sent: tuple[Observation, ...]

    @property
    def exchanges(self) -> int:
        """Return the number of requests to all its hosts."""
        return sum(host.exchanges for host in self.hosts)

    @property
    def first_seen(self) -> str | None:
        """Return the time of the first contact."""
        return min((host.first_seen for host in self.hosts if host.first_seen), default=None)

    @property
    def linked(self) -> bool:
        """Return whether health data was sent together with an identifier of a person."""
        return any(
            one.fact.linked and any(said.kind.special and said.certainty != "possible" for said in one.kinds)
            for one in self.statements
        )


def kinds(audit: Audit) -> dict[str, Kind]:
    """Return the label and texts of every category that the audit mentions."""
    known = {kind.id: kind for kind in audit.kinds}
    mentioned = {seen.category for seen in audit.observations}
    for finding in audit.findings:
        mentioned.update(finding.categories)
    for linked in audit.linkage:
        mentioned.update(linked.categories, linked.identifiers)
    for companion in audit.companions:
        mentioned.update(companion.categories, companion.identifiers)
    mentioned.update(bridge.category for bridge in audit.bridges)
    mentioned.update(row.category for row in audit.exercised)
    if audit.generated_from.persona:
        mentioned.update(audit.generated_from.persona.categories)
    return {category: known.get(category) or words.fallback_kind(category) for category in sorted(mentioned)}


def companies(audit: Audit, said: Sequence[Statement]) -> tuple[Company, ...]:
    """Return every recipient with its company: those with the most harmful facts first, the app's own servers last."""
    of_host: dict[str, list[Statement]] = defaultdict(list)
    for one in said:
        of_host[one.fact.recipient].append(one)
    sent: dict[str, list[Observation]] = defaultdict(list)
    for seen in audit.observations:
        if seen.direction == "sent":
            sent[seen.recipient].append(seen)
    hosts: dict[tuple[bool, str], list[Recipient]] = defaultdict(list)
    for recipient in audit.recipients:
        own = recipient.party == "first"
        hosts[own, "" if own else recipient.organisation or recipient.domain].append(recipient)
    found = [_company(audit, own, name, members, of_host, sent) for (own, name), members in hosts.items()]
    return tuple(sorted(found, key=_rank))


def certainties(observations: Iterable[Observation]) -> dict[str, Certainty]:
    """Return the highest certainty of each category among the observations."""
    best: dict[str, Certainty] = {}
    for seen in observations:
        old = best.get(seen.category)
        if old is None or terms.SURE.index(seen.certainty) < terms.SURE.index(old):
            best[seen.category] = seen.certainty
    return best


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings by severity, then by rule and recipient."""
    return tuple(
        sorted(findings, key=lambda item: (terms.WORST_FIRST.index(item.severity), item.rule, item.recipient, item.id))
    )


def open_findings(audit: Audit) -> tuple[Finding, ...]:
    """Return the findings without a waiver, worst first."""
    return worst_first(finding for finding in audit.findings if finding.status == "open")


def _company(
    audit: Audit,
    own: bool,
    name: str,
    members: Sequence[Recipient],
    of_host: Mapping[str, Sequence[Statement]],
    sent: Mapping[str, Sequence[Observation]],
) -> Company:
    members = sorted(members, key=lambda host: host.host)
    vendor = audit.subject.vendor or audit.subject.name
    first = _telling(members, of_host)[0]
    shown = statements.company(first, audit) if first.organisation else name
    return Company(
        name=(vendor or say("The app’s own servers")) if own else shown,
        known=own or any(host.organisation for host in members),
        own=own,
        parent=next((host.parent for host in members if host.parent), None),
        country=next((host.country for host in members if host.country), None),
        country_basis=next((host.country_basis for host in members if host.country_basis), ""),
        party=min((host.party for host in members), key=OUTWARD.index),
        roles=tuple(sorted({role for host in _telling(members, of_host) for role in host.roles})),
        hosts=tuple(members),
        statements=tuple(
            sorted((one for host in members for one in of_host[host.host]), key=lambda one: one.fact.rank)
        ),
        sent=tuple(seen for host in members for seen in sent[host.host]),
    )


def _telling(members: Sequence[Recipient], of_host: Mapping[str, Sequence[Statement]]) -> Sequence[Recipient]:
    """Return the hosts that received data, or all where none did, so that roles of unused services are not named."""
    return [host for host in members if of_host[host.host]] or members


def _rank(one: Company) -> tuple[bool, int, int, str]:
    gravest = min((said.fact.rank for said in one.statements), default=10**9)
    return one.own, OUTWARD.index(one.party) if gravest == 10**9 else 0, gravest, one.name
