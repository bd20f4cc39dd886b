"""Rules turn facts into findings: one for each rule and recipient, with the observations that carry it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from mhaudit.model.audit import Citation, Finding, Linkage, Observation, Recipient
from mhaudit.model.fingerprint import fingerprint
from mhaudit.model.knowledge import SEVERITIES, Pack, Policies, Rule, Severity
from mhaudit.rules.condition import Condition, Fact, compile_condition


class _Compiled(NamedTuple):
    rule: Rule
    when: Condition
    cases: tuple[tuple[Condition, Severity], ...]

    def severity(self, fact: Fact) -> Severity:
        return next((severity for condition, severity in self.cases if condition(fact)), self.rule.severity)


class _Support(NamedTuple):
    """What one fact adds to a finding."""

    host: str
    organisation: str | None
    severity: Severity
    categories: tuple[str, ...]
    phases: tuple[str, ...]
    sightings: int
    observation: str
    place: str


class Judge:
    """The rules of a pack. Those that need phases, claims or store labels are left to whoever has them."""

    def __init__(self, policies: Policies, pack: Pack) -> None:
        chosen = [rule for rule in policies.rules.values() if _in_pack(rule, pack) and not rule.needs]
        self.regulations = policies.regulations
        self.rules = [
            _Compiled(
                rule,
                compile_condition(rule.when),
                tuple((compile_condition(case.when), case.severity) for case in rule.cases),
            )
            for rule in sorted(chosen, key=lambda rule: rule.id)
        ]

    def findings(
        self, recipients: Sequence[Recipient], observations: Sequence[Observation], linkage: Sequence[Linkage]
    ) -> list[Finding]:
        """All findings, worst first."""
        by_host = {recipient.host: recipient for recipient in recipients}
        found = [
            self._finding(compiled.rule, supports)
            for compiled in self.rules
            for supports in _by_host(self._supports(compiled, by_host, observations, linkage))
        ]
        return sorted(found, key=lambda finding: (-SEVERITIES.index(finding.severity), finding.rule, finding.recipient))

    def _supports(
        self,
        compiled: _Compiled,
        by_host: Mapping[str, Recipient],
        observations: Sequence[Observation],
        linkage: Sequence[Linkage],
    ) -> Iterator[_Support]:
        if compiled.rule.on == "recipient":
            yield from _on_recipients(compiled, by_host.values())
        elif compiled.rule.on == "linkage":
            yield from _on_linkage(compiled, by_host.values(), linkage)
        else:
            yield from _on_observations(compiled, by_host, observations)

    def _finding(self, rule: Rule, supports: list[_Support]) -> Finding:
        first = supports[0]
        categories = tuple(sorted({category for support in supports for category in support.categories}))
        places = sorted({support.place for support in supports})
        return Finding(
            id=fingerprint("f", rule.id, first.host, *categories, *places),
            rule=rule.id,
            severity=max((support.severity for support in supports), key=SEVERITIES.index),
            title=rule.title,
            because=rule.because,
            recipient=first.host,
            organisation=first.organisation,
            categories=categories,
            phases=tuple(sorted({phase for support in supports for phase in support.phases})),
            count=sum(support.sightings for support in supports),
            observations=tuple(sorted({support.observation for support in supports if support.observation})),
            regulations=tuple(self._citation(name) for name in rule.regulations if name in self.regulations),
            remedy=rule.remedy,
            status="open",
            waiver=None,
        )

    def _citation(self, name: str) -> Citation:
        law = self.regulations[name]
        return Citation(
            id=law.id, title=law.title, citation=law.citation, jurisdiction=law.jurisdiction, confidence=law.confidence
        )


def _in_pack(rule: Rule, pack: Pack) -> bool:
    return any(rule.id == name or rule.id.startswith(f"{name}-") for name in pack.rules)


def _by_host(supports: Iterable[_Support]) -> list[list[_Support]]:
    groups: dict[str, list[_Support]] = {}
    for support in supports:
        groups.setdefault(support.host, []).append(support)
    return [groups[host] for host in sorted(groups)]


def _about(recipient: Recipient) -> dict[str, tuple[str, ...]]:
    """The fields of a recipient that rules can test."""
    return {
        "party": (recipient.party,),
        "roles": recipient.roles,
        "declared": ("yes" if recipient.declared else "no",),
        "organisation": (recipient.organisation,) if recipient.organisation else (),
        "service": (recipient.service,) if recipient.service else (),
        "phase": recipient.phases,
    }


def _on_recipients(compiled: _Compiled, recipients: Iterable[Recipient]) -> Iterator[_Support]:
    for recipient in recipients:
        fact = _about(recipient)
        if compiled.when(fact):
            severity = compiled.severity(fact)
            yield _Support(
                recipient.host, recipient.organisation, severity, (), recipient.phases, recipient.exchanges, "", ""
            )


def _on_observations(
    compiled: _Compiled, by_host: Mapping[str, Recipient], observations: Sequence[Observation]
) -> Iterator[_Support]:
    for seen in observations:
        recipient = by_host[seen.recipient]
        phases = (seen.phase,) if seen.phase else ()
        fact = _about(recipient) | {
            "category": (seen.category,),
            "detector": (seen.detector,),
            "certainty": (seen.certainty,),
            "direction": (seen.direction,),
            "form": (seen.form.partition(" ")[0],),
            "phase": phases,
            "scheme": (seen.scheme,),
            "part": tuple({evidence.part for evidence in seen.at}),
        }
        if compiled.when(fact):
            severity = compiled.severity(fact)
            place = seen.at[0].place if seen.at else ""
            yield _Support(
                seen.recipient, recipient.organisation, severity, (seen.category,), phases, seen.count, seen.id, place
            )


def _on_linkage(compiled: _Compiled, recipients: Iterable[Recipient], linkage: Sequence[Linkage]) -> Iterator[_Support]:
    hosts: dict[str, list[Recipient]] = {}
    for recipient in recipients:
        hosts.setdefault(recipient.organisation or recipient.host, []).append(recipient)
    for link in linkage:
        for recipient in hosts.get(link.organisation, [])[:1]:
            fact = _about(recipient) | {"categories": link.categories, "identifiers": link.identifiers}
            if compiled.when(fact):
                both = (*link.categories, *link.identifiers)
                yield _Support(
                    recipient.host,
                    recipient.organisation,
                    compiled.severity(fact),
                    both,
                    (),
                    len(link.exchanges),
                    "",
                    "",
                )
