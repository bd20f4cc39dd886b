"""Promises in the vendor's own words, each with its assertion about traffic."""

from collections.abc import Iterator

from mhaudit.model.audit import ClaimResult, Observation
from mhaudit.model.reasons import Reason, because
from mhaudit.model.subject import AppProfile, Claim
from mhaudit.rules.claims.context import (
    PROOF,
    ClaimContext,
    Saying,
    consistent,
    contradicted,
    not_tested,
    shortest,
    within,
)

ADVERTISING = frozenset({"advertising", "attribution", "social", "data-broker"})
TRACKING = ADVERTISING | {
    *("audience-measurement", "affiliate", "analytics", "session-replay", "cdp", "tag-manager", "identifier"),
    *("engagement", "telemetry", "ad-verification"),
}
ASKED_NOT = ("launch", "before-consent", "after-refusal", "after-opt-out")
# Kinds that identify a person. A gender or a birthday fits many people; an IP address is needed for responses.
_NAMES = ("identity.email", "identity.phone", "identity.name", "identity.address")
_OF_THE_DEVICE = ("device", "usage.presence", "identity.ip")


def promise_results(app: AppProfile, context: ClaimContext) -> Iterator[ClaimResult]:
    """Yield each claim of the app profile with its verdict and its shortest proof."""
    return (_judge(claim, context) for claim in app.claims)


def _judge(claim: Claim, context: ClaimContext) -> ClaimResult:
    tests = {
        "anonymous": (_identified, _why_not_anonymous),
        "no-advertising": (_advertised, _why_not_advertised),
        "not-shared": (_shared, _why_not_shared),
        "consent-first": (_unasked, _why_not_unasked),
        "encrypted": (_in_the_open, _why_not_in_the_open),
    }
    says = Saying("claim", claim.id, claim.says, claim.source)
    if claim.asserts not in tests:
        return not_tested(says, because("no-test"))
    prove, excuse = tests[claim.asserts]
    proofs = shortest(prove(claim, context))
    if claim.asserts == "no-advertising":  # undisputed advertisers come before companies that measure for them
        proofs.sort(key=lambda seen: "advertising" not in context.recipients[seen.recipient].roles)
    if proofs:
        return contradicted(says, _proof(claim, proofs[0], context), proofs)
    if not context.observations:
        return not_tested(says, because("nothing-seen"))
    if why := excuse(claim, context):
        return not_tested(says, why)
    return consistent(says, because("nothing-against"))


def _proof(claim: Claim, first: Observation, context: ClaimContext) -> Reason:
    sent = context.sent_to(first)
    if claim.asserts == "consent-first":
        return because("in-phase", phase=first.phase or "", first=sent)
    if claim.asserts == "no-advertising":
        roles = sorted(ADVERTISING & set(context.recipients[first.recipient].roles))
        return because("with-roles", first=sent, roles=tuple(roles))
    return because("unencrypted", first=sent, scheme=first.scheme) if claim.asserts == "encrypted" else sent


def _identified(claim: Claim, context: ClaimContext) -> Iterator[Observation]:
    """Yield identity data sent to anybody, including the vendor; or confided data in an exchange with an advertising
    id.

    The purpose of an advertising id is to distinguish a person from all others.
    """
    sent = {seen.id: seen for seen in context.sent()}
    yield from (seen for seen in sent.values() if seen.category in _NAMES)
    for link in context.linkage:
        own = [sent[name] for name in link.observations if name in sent]
        ids = [seen for seen in own if seen.category == "identifier.advertising" and seen.party == "third"]
        exchanges = {(at.capture, at.exchange) for seen in ids for at in seen.at}
        confided = (seen for seen in own if seen.category in link.categories)
        if link.scope == "exchange" and any(
            (at.capture, at.exchange) in exchanges for seen in confided for at in seen.at
        ):
            yield from ids


def _why_not_anonymous(claim: Claim, context: ClaimContext) -> Reason:
    """Return why it was not tested: a name that was not observed may never have been entered."""
    return because("planted-not-seen" if context.planted(_NAMES) else "persona-without-identity")


def _advertised(claim: Claim, context: ClaimContext) -> Iterator[Observation]:
    for seen in context.sent():
        personal = not within(seen.category, _OF_THE_DEVICE)
        if personal and ADVERTISING & set(context.recipients[seen.recipient].roles):
            yield seen


def _why_not_advertised(claim: Claim, context: ClaimContext) -> Reason | None:
    met = [host for host, one in context.recipients.items() if ADVERTISING & set(one.roles) and one.party == "third"]
    if met:
        return because("advertisers-contacted", names=tuple(met))
    return _why_nothing_personal(context) or context.blind(("third", "unknown"))


def _why_nothing_personal(context: ClaimContext) -> Reason | None:
    """Return why no personal data could have been seen; None if some was, at least at the app's own servers."""
    if any(not within(seen.category, _OF_THE_DEVICE) for seen in context.sent()):
        return None
    return because("planted-not-seen" if context.persona else "nothing-seen")


def _shared(claim: Claim, context: ClaimContext) -> Iterator[Observation]:
    return (seen for seen in context.sent() if seen.party == "third" and within(seen.category, claim.categories))


def _why_not_shared(claim: Claim, context: ClaimContext) -> Reason | None:
    if not claim.categories:
        return because("claim-without-kinds")
    seen = any(within(one.category, claim.categories) and one.certainty in PROOF for one in context.observations)
    if not seen and not context.planted(claim.categories):
        return because("persona-without-kinds")
    if not seen:
        return because("planted-not-seen")
    return context.blind(("third", "unknown"))


def _unasked(claim: Claim, context: ClaimContext) -> Iterator[Observation]:
    for seen in context.sent():
        tracker = context.recipients[seen.recipient]
        if seen.phase in ASKED_NOT and tracker.party == "third" and TRACKING & set(tracker.roles):
            yield seen


def _why_not_unasked(claim: Claim, context: ClaimContext) -> Reason | None:
    if not any(phase.id in ASKED_NOT for phase in context.phases):
        return because("no-such-phase")
    met = [
        host
        for host, one in context.recipients.items()
        if one.party == "third" and TRACKING & set(one.roles) and set(one.phases) & set(ASKED_NOT)
    ]
    if met:
        return because("trackers-contacted", names=tuple(met))
    return context.blind(("third", "unknown"))


def _in_the_open(claim: Claim, context: ClaimContext) -> Iterator[Observation]:
    for seen in context.sent():
        if seen.scheme in ("http", "ws") and not within(seen.category, _OF_THE_DEVICE):
            yield seen


def _why_not_in_the_open(claim: Claim, context: ClaimContext) -> Reason | None:
    return _why_nothing_personal(context) or context.blind(("first", "third", "unknown", "infrastructure"))
