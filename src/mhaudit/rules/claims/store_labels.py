"""Store labels: types of data that were sent but are missing from the label.

Both stores let a vendor omit data that its own servers use only in passing, which traffic can't show, and Play calls
only some transfers sharing. Data that reached another company proves that it left the vendor's control.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from mhaudit.model.audit import ClaimResult, Observation
from mhaudit.model.reasons import because
from mhaudit.model.subject import AppleLabel, AppProfile, PlayLabel
from mhaudit.rules.claims.context import ClaimContext, Saying, consistent, contradicted, not_tested, shortest

_BUYERS = frozenset({"advertising", "social", "data-broker"})
_NAMES = frozenset({"identity.email", "identity.phone", "identity.name", "identity.address"})
_WRITTEN = ("Messages", "App activity: Other user-generated content", "User Content")
# Other types under which a vendor may fairly have declared a kind of data.
_ALSO: Mapping[str, tuple[str, ...]] = {
    "identifier": ("Device or other IDs", "Personal info: User IDs", "Identifiers"),
    "chat": _WRITTEN,
    "free_text": _WRITTEN,
    "crisis": ("Messages", "App activity", "User Content", "Usage Data", "Health and fitness", "Health & Fitness"),
    "identity": ("Personal info: Other info", "Contact Info: Other User Contact Info"),
    "usage": ("App activity", "Usage Data"),
    "device": ("Device or other IDs", "App info and performance", "Diagnostics", "Identifiers"),
}
_SPECIAL = ("Health and fitness", "Health & Fitness", "Sensitive Info")
ByType = Mapping[str, list[Observation]]
Store = Literal["play", "apple"]


def play_results(app: AppProfile, context: ClaimContext) -> Iterator[ClaimResult]:
    """Yield the results for Google Play's Data safety section."""
    label = app.play
    if label is None:
        return
    found = by_type(context, "play")
    if label.collected is not None:
        for kind, seen in found.items():
            yield _collected("play", kind, seen, label.collected, context, label.source)
        yield from _unseen("play", label.collected, found, label.source)
    if label.shared is not None:
        yield from _shared(label, label.shared, found, context)
    if label.encrypted_in_transit:
        yield _encrypted(label, context)


def apple_results(app: AppProfile, context: ClaimContext) -> Iterator[ClaimResult]:
    """Yield the results for the App Store's privacy label."""
    label = app.apple
    if label is None:
        return
    found = by_type(context, "apple")
    lists = (label.tracking, label.linked, label.not_linked)
    named = tuple(name for one in lists for name in one or ())
    if label.linked is not None and label.not_linked is not None:
        for kind, seen in found.items():
            yield _collected("apple", kind, seen, named, context, label.source)
    yield from _unseen("apple", tuple(dict.fromkeys(named)), found, label.source)
    yield from _not_linked(label, found, context)


def by_type(context: ClaimContext, store: str) -> dict[str, list[Observation]]:
    """Return what was surely sent, except to infrastructure, by the store's types of data."""
    found: dict[str, list[Observation]] = {}
    for seen in shortest(context.sent()):
        kind = context.kinds.get(seen.category)
        name = kind.labels.get(store, "") if kind else ""
        if name and seen.party in ("first", "third"):
            found.setdefault(name, []).append(seen)
    return dict(sorted(found.items()))


def covered(seen: Observation, type_: str, named: Sequence[str], context: ClaimContext) -> bool:
    """Return whether a label names the type, or another one that fairly includes this kind of data."""
    special = seen.category in context.kinds and context.kinds[seen.category].special
    fair = (type_, *_ALSO.get(seen.category.partition(".")[0], ()), *(_SPECIAL if special else ()))
    return any(
        one == name or one.startswith(f"{name}:") or name.startswith(f"{one}:") for one in fair for name in named
    )


def _collected(
    store: Store, type_: str, seen: list[Observation], named: Sequence[str], context: ClaimContext, source: str
) -> ClaimResult:
    left_out = [one for one in seen if not covered(one, type_, named, context)]
    id = f"{store}:{type_}"
    if not left_out:
        says = Saying(store, id, f"The label names {type_}.", source)
        return consistent(says, because("label-says-so"), seen)
    says = Saying(store, id, f"The label does not name {type_}.", source)
    abroad = [one for one in left_out if one.party == "third"]
    if abroad:
        return contradicted(says, context.sent_to(abroad[0]), abroad)
    return not_tested(says, because("label-in-passing", first=context.sent_to(left_out[0])), left_out)


def _unseen(store: Store, named: Sequence[str], found: ByType, source: str) -> Iterator[ClaimResult]:
    """Yield results for types that the label names and that were not seen, which is not a fault."""
    for name in named:
        if not any(type_ == name or type_.startswith(f"{name}:") for type_ in found):
            yield not_tested(
                Saying(store, f"{store}:{name}", f"The label names {name}.", source), because("label-not-seen")
            )


def _shared(label: PlayLabel, named: Sequence[str], found: ByType, context: ClaimContext) -> Iterator[ClaimResult]:
    for type_, seen in found.items():
        abroad = [one for one in seen if one.party == "third" and not covered(one, type_, named, context)]
        if not abroad:
            continue
        says = Saying("play", f"play:shared:{type_}", f"The label does not name {type_} as shared.", label.source)
        bought = [one for one in abroad if _BUYERS & set(context.recipients[one.recipient].roles)]
        if bought:
            yield contradicted(says, context.sent_to(bought[0]), bought)
        else:
            yield not_tested(says, because("label-only-serves", first=context.sent_to(abroad[0])), abroad)


def _encrypted(label: PlayLabel, context: ClaimContext) -> ClaimResult:
    says = Saying("play", "play:encrypted-in-transit", "Data is encrypted in transit.", label.source)
    bare = shortest(
        seen for seen in context.sent() if seen.scheme in ("http", "ws") and not seen.category.startswith("device.")
    )
    if bare:
        return contradicted(says, because("over-scheme", first=context.sent_to(bare[0]), scheme=bare[0].scheme), bare)
    if why := context.blind(("first", "third", "unknown")):
        return not_tested(says, why)
    return consistent(says, because("nothing-in-the-open"))


def _not_linked(label: AppleLabel, found: ByType, context: ClaimContext) -> Iterator[ClaimResult]:
    """Yield contradictions of data labelled as not linked that was in an exchange with identity data."""
    linked = {*(label.linked or ()), *(label.tracking or ())}
    beside = {(at.capture, at.exchange) for one in context.sent() if one.category in _NAMES for at in one.at}
    for type_, seen in found.items():
        if type_ not in (label.not_linked or ()) or type_ in linked:
            continue
        others = (one for one in seen if one.category not in _NAMES)
        proofs = [one for one in others if any((at.capture, at.exchange) in beside for at in one.at)]
        if proofs:
            says = Saying("apple", f"apple:not-linked:{type_}", f"{type_} is not linked to you.", label.source)
            yield contradicted(says, because("label-linked", first=context.sent_to(proofs[0])), proofs)
