"""A card for each company: who it is, what it received and how sure that is, what law and remedies are in question."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from mhaudit.model.audit import Audit, Certainty, Citation, Finding, Kind, Observation
from mhaudit.model.reasons import Reason
from mhaudit.report.html.companies import Group, certainties, worst_first
from mhaudit.report.html.evidence import Entry, entries
from mhaudit.report.text import glossary, terms, words
from mhaudit.report.text.language import message, say

_CARRIERS = frozenset({"cdn", "hosting", "backend", "platform"})


def however(group: Group) -> str:
    """What is not shown about a company, the doubt that weighs most first."""
    sent = group.sent
    if group.own:
        return say("However, the app has to send to its own servers; whom those tell cannot be seen from the device.")
    if not group.known:
        return say(
            "However, it is not known who answers there. It may be the vendor under another name, "
            "or a company that works for it."
        )
    if not sent:
        return say(
            "However, a contact alone shows no more than the address of the device and that the app was used; "
            "nothing personal was seen in what could be read."
        )
    sure = {seen.certainty for seen in sent}
    if sure <= {"likely", "possible"}:
        return say(
            "However, this is read from names and shapes of fields. No planted value was found here, "
            "so the fields may mean something else."
        )
    if group.party == "infrastructure" or _CARRIERS.intersection(group.roles):
        return say(
            "However, such a company mostly carries data for its customers; "
            "that it looks into what it carries is not shown."
        )
    if all(seen.form.startswith(("md5", "sha")) for seen in sent if seen.certainty == "proven"):
        return say(
            "However, what is proven was sent as a hash. It can be matched by a company that has the value already, "
            "and hardly be read by one that has not."
        )
    if group.declared or group.named_in_notice:
        return say("However, the vendor names this recipient. What the company does with the data cannot be seen here.")
    return say(
        "However, the vendor may have a contract that allows this company no use of its own. "
        "What it does with the data cannot be seen from the device."
    )


class Received(Struct, frozen=True, kw_only=True):
    """One kind of data: how sure at best, in which forms, taken out of which encodings, in which phases."""

    kind: Kind
    certainty: Certainty
    forms: tuple[str, ...]
    wrappings: tuple[str, ...]
    phases: tuple[str, ...]
    reasons: tuple[Reason, ...]
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
            reasons=tuple(dict.fromkeys(one.reason for one in surest)),
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
