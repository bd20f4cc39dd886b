"""What speaks for a finding: the recipients, observations and links for which a rule holds."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from mhaudit.model.audit import Linkage, Observation, Recipient
from mhaudit.model.knowledge import Rule, Severity
from mhaudit.rules.condition import Condition, Fact

# Numbers of list items, messages and segments: the tenth event of a batch stands where the first one does.
_INDEX = re.compile(r"(?<=[/:])\d+(?=$|[/ ])")
# Forms in which a value can be read by whoever receives it; all others are hashes.
_READABLE = frozenset({"plain", "wording", "base64", "reversed", "rot13", "substituted"})


class CompiledRule(NamedTuple):
    rule: Rule
    when: Condition
    cases: tuple[tuple[Condition, Severity], ...]

    def severity(self, fact: Fact) -> Severity:
        return next((severity for condition, severity in self.cases if condition(fact)), self.rule.severity)


class Support(NamedTuple):
    """What one fact adds to a finding."""

    host: str
    organisation: str | None
    severity: Severity
    categories: tuple[str, ...]
    phases: tuple[str, ...]
    sightings: int
    observation: str
    place: str


def supports(
    compiled: CompiledRule,
    by_host: Mapping[str, Recipient],
    observations: Sequence[Observation],
    linkage: Sequence[Linkage],
) -> Iterator[Support]:
    """All that speaks for findings of one rule."""
    if compiled.rule.on == "recipient":
        yield from _on_recipients(compiled, by_host.values())
    elif compiled.rule.on == "linkage":
        yield from _on_linkage(compiled, by_host.values(), linkage)
    else:
        yield from _on_observations(compiled, by_host, observations)


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


def _on_recipients(compiled: CompiledRule, recipients: Iterable[Recipient]) -> Iterator[Support]:
    for recipient in recipients:
        fact = _about(recipient)
        contacted = (
            recipient.exchanges or recipient.listed or recipient.attempts
        )  # a name that was only looked up was not
        if contacted and compiled.when(fact):
            severity = compiled.severity(fact)
            yield Support(recipient.host, recipient.organisation, severity, (), recipient.phases, contacted, "", "")


def _on_observations(
    compiled: CompiledRule, by_host: Mapping[str, Recipient], observations: Sequence[Observation]
) -> Iterator[Support]:
    for seen in observations:
        recipient = by_host[seen.recipient]
        phases = (seen.phase,) if seen.phase else ()
        fact = _about(recipient) | {
            "category": (seen.category,),
            "detector": (seen.detector,),
            "certainty": (seen.certainty,),
            "direction": (seen.direction,),
            "form": _forms(seen.form),
            "phase": phases,
            "scheme": (seen.scheme,),
            "part": tuple({evidence.part for evidence in seen.at}),
        }
        if compiled.when(fact):
            severity = compiled.severity(fact)
            place = _INDEX.sub("*", seen.at[0].place) if seen.at else ""
            yield Support(
                seen.recipient, recipient.organisation, severity, (seen.category,), phases, seen.count, seen.id, place
            )


def _forms(form: str) -> tuple[str, ...]:
    """The first word of a form; of any hash also `hashed`."""
    first = form.partition(" ")[0]
    return (first,) if first in _READABLE else (first, "hashed")


def _on_linkage(
    compiled: CompiledRule, recipients: Iterable[Recipient], linkage: Sequence[Linkage]
) -> Iterator[Support]:
    hosts: dict[str, list[Recipient]] = {}
    for recipient in recipients:
        hosts.setdefault(recipient.organisation or recipient.host, []).append(recipient)
    for link in linkage:
        for recipient in hosts.get(link.organisation, [])[:1]:
            fact = _about(recipient) | {"categories": link.categories, "identifiers": link.identifiers}
            if compiled.when(fact):
                both = (*link.categories, *link.identifiers)
                yield Support(
                    recipient.host,
                    recipient.organisation,
                    compiled.severity(fact),
                    both,
                    (),
                    len(link.exchanges),
                    "",
                    "",
                )
