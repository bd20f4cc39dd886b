"""Facts: the data that one host received in one event or group of fields, ordered by harm."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from mhaudit.model.audit import CERTAINTIES, Certainty, Fact, FactKind, Finding, Linkage, Observation, Recipient
from mhaudit.model.knowledge import Harm
from mhaudit.model.names import fingerprint

_IDENTIFYING = ("identity.", "identifier.")
# An IP address or a gender alone identifies nobody.
_NOT_IDENTIFYING = frozenset({"identity.ip", "identity.gender", "identity.age", "identifier.session"})
Group = tuple[str, str, str]
Place = tuple[str, int, str]


def facts(
    observations: Iterable[Observation], recipients: Iterable[Recipient], linkage: Iterable[Linkage], harm: Harm
) -> tuple[Fact, ...]:
    """Return the facts in the sent data, the most harmful first; `rank` counts from 1."""
    by_host = {one.host: one for one in recipients}
    linked = {name for link in linkage for name in link.observations}
    groups: dict[Group, list[Observation]] = {}
    for seen in observations:
        if seen.direction == "sent":
            groups.setdefault(_group(seen), []).append(seen)
    weighed = sorted(
        ((_fact(group, found, by_host[group[0]], linked), group) for group, found in groups.items()),
        key=lambda item: (-weight(item[0], by_host[item[0].recipient], harm), item[0].id),
    )
    return tuple(_ranked(fact, number) for number, (fact, _) in enumerate(weighed, 1))


def with_findings(found: Sequence[Fact], findings: Iterable[Finding]) -> tuple[tuple[Fact, ...], tuple[Finding, ...]]:
    """Return facts and findings with references to each other: a finding has the facts of its observations."""
    of_observation: dict[str, str] = {name: fact.id for fact in found for name in fact.observations}
    order = {fact.id: number for number, fact in enumerate(found)}
    judged, on_fact = [], {fact.id: [] for fact in found}  # type: tuple[list[Finding], dict[str, list[str]]]
    for finding in findings:
        ids = {of_observation[name] for name in finding.observations if name in of_observation}
        for fact in ids:
            on_fact[fact].append(finding.id)
        judged.append(replace(finding, facts=tuple(sorted(ids, key=order.__getitem__))))
    return tuple(replace(fact, findings=tuple(on_fact[fact.id])) for fact in found), tuple(judged)


def weight(fact: Fact, recipient: Recipient, harm: Harm) -> int:
    """Return the possible harm of a fact: kind times recipient times linkage times certainty, maximal over kinds."""
    roles = max((harm.roles.get(role, harm.other_roles) for role in recipient.roles), default=harm.other_roles)
    party = harm.parties[recipient.party]
    joined = 100 if fact.linked else harm.not_linked
    best = max(_kind(kind.category, harm) * harm.certainties[kind.certainty] for kind in fact.kinds)
    return best * roles * party * joined


def _kind(category: str, harm: Harm) -> int:
    family = category.partition(".")[0]
    return harm.kinds.get(category, harm.kinds.get(family, harm.other_kinds))


def _group(seen: Observation) -> Group:
    """Return the host, and the event around a value, or the group of its fields if no event is named."""
    place = seen.at[0].place if seen.at else ""
    event = next((at.event for at in seen.at if at.event), "")
    return seen.recipient, event, "" if event else field_group(place)


def field_group(place: str) -> str:
    """Return the place of the object around a field: `body > json:/user/email` is among `body > json:/user`.

    Indices of list items and messages are removed, so that all items are among the same fields.
    """
    outer, arrow, last = place.rpartition(" > ")
    codec, colon, keys = last.partition(":")
    inner = f"{codec}{colon}{keys.rpartition('/')[0]}" if colon and "/" in keys else codec
    return "/".join("*" if part.isdigit() else part for part in f"{outer}{arrow}{inner}".split("/"))


def _fact(group: Group, found: Sequence[Observation], recipient: Recipient, linked: set[str]) -> Fact:
    host, event, fields = group
    identified = any(seen.category.startswith(_IDENTIFYING) and seen.category not in _NOT_IDENTIFYING for seen in found)
    return Fact(
        id=fingerprint("t", host, event, fields),
        recipient=host,
        organisation=recipient.organisation,
        event=event,
        kinds=_kinds(found),
        rank=0,
        linked=identified or any(seen.id in linked for seen in found),
        observations=tuple(sorted(seen.id for seen in found)),
    )


def _kinds(found: Iterable[Observation]) -> tuple[FactKind, ...]:
    """Return each kind once, with its best certainty; one value at one place is one kind."""
    found = list(found)
    surest = _surest_at(found)
    best: dict[str, Observation] = {}
    for seen in found:
        if _is_outdone(seen, surest):
            continue
        kept = best.get(seen.category)
        if kept is None or _surer(seen.certainty, kept.certainty):
            best[seen.category] = seen
    return tuple(
        FactKind(category=category, certainty=seen.certainty, form=seen.form) for category, seen in sorted(best.items())
    )


def _surest_at(found: Iterable[Observation]) -> dict[Place, Observation]:
    """Return the observation with the best certainty at each place."""
    surest: dict[Place, Observation] = {}
    for seen in found:
        for place in _places(seen):
            kept = surest.get(place)
            if kept is None or _surer(seen.certainty, kept.certainty):
                surest[place] = seen
    return surest


def _is_outdone(seen: Observation, surest: Mapping[Place, Observation]) -> bool:
    """Return whether an identifier is surely another one at each place: a user id that is the e-mail address.

    A text may contain several things, such as a score in a message, so this applies to identifiers only.
    """
    places = _places(seen)
    return bool(places) and all(_is_surer_identifier(surest[place], seen) for place in places)


def _is_surer_identifier(one: Observation, other: Observation) -> bool:
    identifiers = one.category.startswith(_IDENTIFYING) and other.category.startswith(_IDENTIFYING)
    sure = one.certainty in ("proven", "declared") and _surer(one.certainty, other.certainty)
    return identifiers and sure and one.category != other.category


def _places(seen: Observation) -> list[Place]:
    return [(at.capture, at.exchange, at.place) for at in seen.at]


def _surer(one: Certainty, other: Certainty) -> bool:
    return CERTAINTIES.index(one) < CERTAINTIES.index(other)


def _ranked(fact: Fact, rank: int) -> Fact:
    return replace(fact, rank=rank)
