"""A card for each company: who it is, what it received and how sure that is, what law and remedies are in question."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from mhaudit.model.audit import Audit, Certainty, Citation, Finding, Kind, Observation
from mhaudit.report import glossary, terms, words
from mhaudit.report.evidence import Entry, entries
from mhaudit.report.groups import Group, certainties
from mhaudit.report.however import however
from mhaudit.report.judgements import worst_first
from mhaudit.report.language import message, say


class Received(Struct, frozen=True, kw_only=True):
    """One kind of data: how sure at best, in which forms, taken out of which encodings, in which phases."""

    kind: Kind
    certainty: Certainty
    forms: tuple[str, ...]
    wrappings: tuple[str, ...]
    phases: tuple[str, ...]
    reasons: tuple[str, ...]
    unencrypted: bool
    count: int
    entry: int


class Card(Struct, frozen=True, kw_only=True):
    """What is told of one company. `entries` are its evidence, numbered from 1 as `Received.entry` says."""

    number: int
    group: Group
    received: tuple[Received, ...]
    entries: tuple[Entry, ...]
    last_seen: str | None
    laws: tuple[Citation, ...]
    findings: tuple[Finding, ...]
    however: str


def cards(audit: Audit, groups: Sequence[Group], kinds: dict[str, Kind]) -> tuple[Card, ...]:
    """A card for every group that anything was seen with; numbered as the groups are."""
    about = defaultdict(list)
    for finding in audit.findings:
        about[finding.recipient].append(finding)
    return tuple(
        _card(number, group, [finding for host in group.hosts for finding in about[host.host]], kinds)
        for number, group in enumerate(groups, 1)
        if group.observations
    )


def _card(number: int, group: Group, findings: list[Finding], kinds: dict[str, Kind]) -> Card:
    found = entries(group.observations)
    laws = {law.id: law for finding in findings for law in finding.regulations}
    times = [place.at for seen in group.observations for place in seen.at if place.at]
    return Card(
        number=number,
        group=group,
        received=tuple(_received(group.sent, found, kinds)),
        entries=found,
        last_seen=max(times, default=None),
        laws=tuple(laws[name] for name in sorted(laws)),
        findings=_one_a_rule(findings),
        however=however(group),
    )


def _one_a_rule(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The gravest finding of each rule: what would put it right is the same for all of them."""
    by_rule: dict[str, Finding] = {}
    for finding in worst_first(findings):
        by_rule.setdefault(finding.rule, finding)
    return tuple(by_rule.values())


def _received(sent: Sequence[Observation], found: Sequence[Entry], kinds: dict[str, Kind]) -> Iterable[Received]:
    best = certainties(sent)
    for category in sorted(best, key=lambda name: (not kinds[name].special, terms.SURE.index(best[name]), name)):
        seen = [one for one in sent if one.category == category]
        surest = [one for one in seen if one.certainty == best[category]]
        yield Received(
            kind=kinds[category],
            certainty=best[category],
            forms=_distinct(words.form(one.form) or say("as it is") for one in surest),
            wrappings=_distinct(step for one in surest for place in one.at for step in wrappings(place.place)),
            phases=_distinct(one.phase or "" for one in seen),
            reasons=_distinct(one.because for one in surest),
            unencrypted=any(one.scheme in ("http", "ws") for one in seen),
            count=sum(one.count for one in seen),
            entry=next(
                at
                for at, entry in enumerate(found, 1)
                if (entry.category, entry.certainty, entry.direction) == (category, best[category], "sent")
            ),
        )


def wrappings(place: str) -> tuple[str, ...]:
    """What a value had to be taken out of, outermost first: `body > gzip > json:/a > base64` is gzip and base64."""
    steps = (step.partition(":")[0] for step in place.split(" > "))
    return tuple(message(glossary.WRAPPINGS[step]) for step in steps if step in glossary.WRAPPINGS)


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
