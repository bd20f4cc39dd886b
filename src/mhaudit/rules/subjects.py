"""Rules about what was sent: one fact, its recipient, its form, its phase."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from mhaudit.model.audit import CERTAINTIES, Linkage, Observation, Recipient
from mhaudit.model.knowledge import SEVERITIES, Rule, Severity
from mhaudit.model.reasons import Reason, because
from mhaudit.model.subject import AppProfile
from mhaudit.rules.condition import Condition, Fact, Grounds

# Numbers of list items, messages and segments: the tenth event of a batch is at the place of the first one.
_INDEX = re.compile(r"(?<=[/:])\d+(?=$|[/ ])")
# Keys and segments that are ids or dates: UUIDs, long hexadecimal digits, ISO dates, long numbers, and mixtures of
# letters of both cases with digits as Firebase's push ids (20 characters) and Firestore's document ids are.
_ID = re.compile(
    r"(?<=[/:])(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-f]{16,}|\d{4}-\d\d-\d\d[^/ ]*|\d{5,}"
    r"|-(?=[\w-]*[A-Z0-9])[A-Za-z0-9_-]{8,}"  # a Firebase push id begins with a hyphen
    r"|(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[A-Za-z0-9_-]{16,})(?=$|[/ ])"
)
_SHARD = re.compile(r"\d+")


class CompiledRule(NamedTuple):
    rule: Rule
    when: Condition
    cases: tuple[tuple[Condition, Severity], ...]
    at_most: Mapping[str, Severity] = {}

    def severity(self, fact: Fact) -> Severity:
        """Return the severity of a finding on a fact, no higher than the certainty of the fact allows."""
        found = next((severity for condition, severity in self.cases if condition(fact)), self.rule.severity)
        limits = (self.at_most[sure] for sure in fact.get("certainty", ()) if sure in self.at_most)
        return min([found, *limits], key=SEVERITIES.index)


class Support(NamedTuple):
    """What one fact adds to a finding. `remark` is about this fact alone."""

    host: str
    organisation: str | None
    severity: Severity
    categories: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    sightings: int = 1
    observations: tuple[str, ...] = ()
    place: str = ""
    remark: Reason | None = None


# What yields the supports of a compiled rule.
Supporter = Callable[[CompiledRule, Grounds], Iterator[Support]]


def indexed(place: str) -> str:
    """Return a place without the numbers of items, as version 1 of the document wrote it into fingerprints."""
    return _INDEX.sub("*", place)


def general(place: str) -> str:
    """Return a place without numbers, ids and dates in it: the same field of another recording."""
    return _ID.sub("*", indexed(place))


def general_host(host: str) -> str:
    """Return a host without the numbers of shards: `s-usc1c-nss-312.firebaseio.com` is one of many alike."""
    first, dot, rest = host.partition(".")
    return f"{_SHARD.sub('*', first)}{dot}{rest}" if dot and "." in rest else host


def about(recipient: Recipient, app: AppProfile | None = None) -> dict[str, tuple[str, ...]]:
    """What is known of who answers. A field that nobody can say anything about is left empty, and no test holds."""
    return {
        "party": (recipient.party,),
        "roles": recipient.roles,
        "declared": ("yes" if recipient.declared else "no",),
        "organisation": (recipient.organisation,) if recipient.organisation else (),
        "service": (recipient.service,) if recipient.service else (),
        "phase": recipient.phases,
        "named": _named(recipient, app),
        "in_manifest": _in_manifest(recipient, app),
    }


def _named(recipient: Recipient, app: AppProfile | None) -> tuple[str, ...]:
    """Whether the vendor names who answers, where its words are known and it is known who answers."""
    if recipient.declared or recipient.named_in_notice:
        return ("yes",)
    told = recipient.named_in_notice is False or bool(app and app.declares)
    return ("no",) if told and recipient.organisation else ()


def _in_manifest(recipient: Recipient, app: AppProfile | None) -> tuple[str, ...]:
    """Whether a privacy manifest lists the host as a tracking domain, where there is one."""
    if app is None or not app.manifests:
        return ()
    listed = (domain for manifest in app.manifests for domain in manifest.domains)
    own = any(recipient.host == domain or recipient.host.endswith(f".{domain}") for domain in listed)
    return ("yes" if own else "no",)


# Forms in which a value can be read by whoever receives it; all others are hashes.
_READABLE = frozenset({"plain", "wording", "base64", "reversed", "rot13", "substituted"})


def on_observations(compiled: CompiledRule, grounds: Grounds) -> Iterator[Support]:
    """One support an observation."""
    by_host = grounds.by_host()
    cries = {name for reply in grounds.crisis for name in reply.observations}
    for seen in grounds.observations:
        recipient = by_host[seen.recipient]
        phases = (seen.phase,) if seen.phase else ()
        fact = about(recipient, grounds.app) | {
            "category": (seen.category,),
            "detector": (seen.detector,),
            "certainty": (seen.certainty,),
            "direction": (seen.direction,),
            "form": _forms(seen.form),
            "phase": phases,
            "scheme": (seen.scheme,),
            "part": tuple({evidence.part for evidence in seen.at}),
            "crisis_line": ("yes" if seen.id in cries else "no",),
        }
        if compiled.when(fact):
            yield Support(
                seen.recipient,
                recipient.organisation,
                compiled.severity(fact),
                (seen.category,),
                phases,
                seen.count,
                (seen.id,),
                indexed(seen.at[0].place) if seen.at else "",
            )


def _forms(form: str) -> tuple[str, ...]:
    """The first word of a form; of any hash also `hashed`."""
    first = form.partition(" ")[0]
    return (first,) if first in _READABLE else (first, "hashed")


def on_linkage(compiled: CompiledRule, grounds: Grounds) -> Iterator[Support]:
    """One support a link, at the host of its organisation that got most of it."""
    hosts: dict[str, list[Recipient]] = {}
    for recipient in grounds.recipients:
        for name in {recipient.organisation or recipient.host, recipient.parent}:
            if name:
                hosts.setdefault(name, []).append(recipient)
    of_id = {seen.id: seen for seen in grounds.observations}
    for link in grounds.linkage:
        carried = [of_id[name] for name in link.observations if name in of_id]
        home = _home(hosts.get(link.organisation, []), [seen.recipient for seen in carried])
        if home is None:
            continue
        fact = about(home, grounds.app) | {
            "categories": link.categories,
            "identifiers": link.identifiers,
            "scope": (link.scope,),
            "certainty": _surest(link, carried),
        }
        if compiled.when(fact):
            yield Support(
                home.host,
                home.organisation,
                compiled.severity(fact),
                (*link.categories, *link.identifiers),
                tuple(sorted({seen.phase for seen in carried if seen.phase})),
                len(link.exchanges),
                link.observations,
            )


def _surest(link: Linkage, carried: Sequence[Observation]) -> tuple[str, ...]:
    """Return the weaker of how sure both halves of a link are at best; () where one of them is missing."""
    halves = [
        [CERTAINTIES.index(seen.certainty) for seen in carried if seen.category in half]
        for half in (link.categories, link.identifiers)
    ]
    return (CERTAINTIES[max(map(min, halves))],) if all(halves) else ()


def _home(hosts: list[Recipient], seen: list[str]) -> Recipient | None:
    return max(hosts, key=lambda recipient: seen.count(recipient.host), default=None)


_PHASE_FIELDS = frozenset({"phase", "identified_in", "same_in"})
_IDENTIFYING = ("identity.", "identifier.")

# By host and phase.
Identifying = dict[tuple[str, str], list[Observation]]


def on_recipients(compiled: CompiledRule, grounds: Grounds) -> Iterator[Support]:
    """One support a recipient, or one a phase of it where the rule asks for phases."""
    in_phases = bool(_PHASE_FIELDS & fields_of(compiled.rule.when))
    seen = _identifying(grounds) if in_phases else {}
    for recipient in grounds.recipients:
        contacted = recipient.exchanges or recipient.listed or recipient.attempts  # a name only looked up was not
        if contacted and in_phases:
            yield from _by_phase(compiled, recipient, grounds, seen)
        elif contacted:
            fact = about(recipient, grounds.app)
            if compiled.when(fact):
                yield _support(compiled, recipient, fact, recipient.phases, contacted)


def fields_of(condition: Mapping[str, Any]) -> set[str]:
    """The fields that a condition tests."""
    found: set[str] = set()
    for name, value in condition.items():
        if name == "not":
            found |= fields_of(value)
        elif name in ("all", "any"):
            found |= {field for part in value for field in fields_of(part)}
        else:
            found.add(name)
    return found


def _by_phase(
    compiled: CompiledRule, recipient: Recipient, grounds: Grounds, identifying: Identifying
) -> Iterator[Support]:
    for phase in recipient.phases:
        seen = identifying.get((recipient.host, phase), [])
        again = grounds.again.get(recipient.host, {}).get(phase, frozenset())
        fact = about(recipient, grounds.app) | {
            "phase": (phase,),
            "identified_in": (phase,) if seen else (),
            "same_in": (phase,) if again else (),
        }
        if compiled.when(fact):
            count = grounds.visits.get(recipient.host, {}).get(phase, 1)
            support = _support(compiled, recipient, fact, (phase,), count)
            yield support._replace(
                observations=tuple(item.id for item in seen),
                categories=tuple(sorted({item.category for item in seen})),
                remark=_remark(phase, sorted(again)),
            )


def _identifying(grounds: Grounds) -> Identifying:
    """The identifiers that were surely sent, by host and phase."""
    found: Identifying = {}
    for seen in grounds.observations:
        sure = seen.direction == "sent" and seen.certainty != "possible"
        if sure and seen.phase and seen.category.startswith(_IDENTIFYING):
            found.setdefault((seen.recipient, seen.phase), []).append(seen)
    return found


def _remark(phase: str, kinds: list[str]) -> Reason | None:
    return because("phase-again", phase=phase, kinds=tuple(kinds)) if kinds else None


def _support(compiled: CompiledRule, recipient: Recipient, fact: Fact, phases: tuple[str, ...], count: int) -> Support:
    return Support(recipient.host, recipient.organisation, compiled.severity(fact), (), phases, count)


def on_claims(compiled: CompiledRule, grounds: Grounds) -> Iterator[Support]:
    """One support a claim and an observation that speaks to it."""
    by_host = grounds.by_host()
    of_id = {seen.id: seen for seen in grounds.observations}
    for claim in grounds.claims:
        for seen in (of_id[name] for name in claim.observations if name in of_id):
            recipient = by_host[seen.recipient]
            fact = about(recipient, grounds.app) | {
                "kind": (claim.kind,),
                "verdict": (claim.verdict,),
                "category": (seen.category,),
            }
            if compiled.when(fact):
                phases = (seen.phase,) if seen.phase else ()
                yield Support(
                    seen.recipient,
                    recipient.organisation,
                    compiled.severity(fact),
                    (seen.category,),
                    phases,
                    seen.count,
                    (seen.id,),
                    claim.id,
                )


def on_crisis(compiled: CompiledRule, grounds: Grounds) -> Iterator[Support]:
    """One support a reply that the person got: who else got the same message answered nobody."""
    by_host = grounds.by_host()
    of_id = {seen.id: seen for seen in grounds.observations}
    for reply in (one for one in grounds.crisis if one.is_answer):
        recipient = by_host[reply.recipient]
        fact = about(recipient, grounds.app) | {"reply": (reply.reply,)}
        if compiled.when(fact):
            own = tuple(name for name in reply.observations if of_id[name].recipient == reply.recipient)
            yield Support(
                reply.recipient,
                recipient.organisation,
                compiled.severity(fact),
                tuple(sorted({of_id[name].category for name in own})),
                (reply.phase,) if reply.phase else (),
                1,
                own,
                "",
                reply.reason,
            )
