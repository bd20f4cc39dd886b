"""The subjects of rules: observations, recipients, linkage, claims and replies to crisis messages."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from mhaudit.model.audit import CERTAINTIES, Linkage, Observation, Recipient
from mhaudit.model.knowledge import SEVERITIES, Rule, Severity
from mhaudit.model.reasons import Reason, because
from mhaudit.model.subject import AppProfile
from mhaudit.rules.condition import Condition, Fact, Grounds

# Indices of list items, messages and segments: the tenth event of a batch has the place of the first one.
_INDEX = re.compile(r"(?<=[/:])\d+(?=$|[/ ])")
# Keys and segments that are ids or dates: UUIDs, long hexadecimal digits, ISO dates, long numbers, and mixtures of
# letters of both cases with digits, such as Firebase's push ids (20 characters) and Firestore's document ids.
_ID = re.compile(
    r"(?<=[/:])(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-f]{16,}|\d{4}-\d\d-\d\d[^/ ]*|\d{5,}"
    r"|-(?=[\w-]*[A-Z0-9])[A-Za-z0-9_-]{8,}"  # a Firebase push id begins with a hyphen
    r"|(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[A-Za-z0-9_-]{16,})(?=$|[/ ])"
)
_SHARD = re.compile(r"\d+")


class CompiledRule(NamedTuple):
    """A rule with its conditions compiled. `at_most` limits the severity by certainty."""

    rule: Rule
    when: Condition
    cases: tuple[tuple[Condition, Severity], ...]
    at_most: Mapping[str, Severity] = {}

    def severity(self, fact: Fact) -> Severity:
        """Return the severity of a finding on a fact, at most what the certainty of the fact allows."""
        found = next((severity for condition, severity in self.cases if condition(fact)), self.rule.severity)
        limits = (self.at_most[sure] for sure in fact.get("certainty", ()) if sure in self.at_most)
        return min([found, *limits], key=SEVERITIES.index)


class Support(NamedTuple):
    """The contribution of one fact to a finding. `remark` is about this fact only."""

    host: str
    organisation: str | None
    severity: Severity
    categories: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    sightings: int = 1
    observations: tuple[str, ...] = ()
    place: str = ""
    remark: Reason | None = None


# Function that yields the supports of a compiled rule.
Supporter = Callable[[CompiledRule, Grounds], Iterator[Support]]


def indexed(place: str) -> str:
    """Return a place without indices, as in the fingerprints of version 1 of the document."""
    return _INDEX.sub("*", place)


def general(place: str) -> str:
    """Return a place without indices, ids and dates, which is that of the same field in another recording."""
    return _ID.sub("*", indexed(place))


def general_host(host: str) -> str:
    """Return a host without shard numbers: `s-usc1c-nss-312.firebaseio.com` is one of many alike."""
    first, dot, rest = host.partition(".")
    return f"{_SHARD.sub('*', first)}{dot}{rest}" if dot and "." in rest else host


def about(recipient: Recipient, app: AppProfile | None = None) -> dict[str, tuple[str, ...]]:
    """Return the fields of a recipient for tests. An unknown field is empty, so that no test of it holds."""
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
    """Return whether the vendor names the operator; () if its statements or the operator are unknown."""
    if recipient.declared or recipient.named_in_notice:
        return ("yes",)
    known = recipient.named_in_notice is False or bool(app and app.declares)
    return ("no",) if known and recipient.organisation else ()


def _in_manifest(recipient: Recipient, app: AppProfile | None) -> tuple[str, ...]:
    """Return whether a privacy manifest lists the host as a tracking domain; () without a manifest."""
    if app is None or not app.manifests:
        return ()
    listed = (domain for manifest in app.manifests for domain in manifest.domains)
    own = any(recipient.host == domain or recipient.host.endswith(f".{domain}") for domain in listed)
    return ("yes" if own else "no",)


# Forms that the recipient can decode; all others are hashes.
_READABLE = frozenset({"plain", "wording", "base64", "reversed", "rot13", "substituted"})


def on_observations(compiled: CompiledRule, grounds: Grounds) -> Iterator[Support]:
    """Yield one support per observation."""
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
    """Return the first word of a form; for a hash also `hashed`."""
    first = form.partition(" ")[0]
    return (first,) if first in _READABLE else (first, "hashed")


def on_linkage(compiled: CompiledRule, grounds: Grounds) -> Iterator[Support]:
    """Yield one support per link, for the host of its organisation with the most observations."""
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
    """Return the weaker of the best certainties of both halves of a link; () if one of them is missing."""
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
    """Yield one support per recipient, or per phase of it if the rule tests phases."""
    in_phases = bool(_PHASE_FIELDS & fields_of(compiled.rule.when))
    seen = _identifying(grounds) if in_phases else {}
    for recipient in grounds.recipients:
        contacted = recipient.exchanges or recipient.listed or recipient.attempts  # a lookup is not a contact
        if contacted and in_phases:
            yield from _by_phase(compiled, recipient, grounds, seen)
        elif contacted:
            fact = about(recipient, grounds.app)
            if compiled.when(fact):
                yield _support(compiled, recipient, fact, recipient.phases, contacted)


def fields_of(condition: Mapping[str, Any]) -> set[str]:
    """Return the fields that a condition tests."""
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
    """Return the identifiers that were surely sent, by host and phase."""
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
    """Yield one support per claim and observation for or against it."""
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
    """Yield one support per reply to the person: other recipients of the same message are not judged."""
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
