"""Privacy manifests of iOS: whether the app tracks, and which data it declares as collected.

An SDK has its own manifest, so data that only an SDK's host received may be declared there.
"""

from collections.abc import Iterator

from mhaudit.model.audit import ClaimResult, Observation
from mhaudit.model.reasons import because
from mhaudit.model.subject import AppProfile, PrivacyManifest
from mhaudit.rules.claims.context import ClaimContext, Saying, consistent, contradicted, not_tested, shortest
from mhaudit.rules.claims.store_labels import by_type

TRACKERS = frozenset({"advertising", "attribution", "data-broker"})
# Data that people enter: no SDK collects it by itself, so the app's own manifest has to declare it.
_TYPED = (
    "identity.",
    "mood.",
    "questionnaire.",
    "diagnosis.",
    "medication.",
    "therapy.",
    "free_text.",
    "chat.",
    "crisis.",
)
_FAMILIES = (
    frozenset({"Health", "SensitiveInfo", "OtherUserContent", "EmailsOrTextMessages", "CustomerSupport"}),
    frozenset({"UserID", "DeviceID"}),
)
_PREFIX = "NSPrivacyCollectedDataType"


def manifest_results(app: AppProfile, context: ClaimContext) -> Iterator[ClaimResult]:
    """Yield results on tracking, tracking domains and types of data, over all given manifests."""
    if not app.manifests:
        return
    source = "; ".join(f"{manifest.name} (SHA-256 {manifest.sha256})" for manifest in app.manifests)
    yield from _tracking(app.manifests, context, source)
    yield from _domains(app.manifests, context, source)
    named = {kind for manifest in app.manifests for kind in manifest.collected}
    for type_, seen in by_type(context, "apple_manifest").items():
        yield _collected(type_, seen, named, context, source)


def _tracking(manifests: tuple[PrivacyManifest, ...], context: ClaimContext, source: str) -> Iterator[ClaimResult]:
    if any(manifest.tracking is not False for manifest in manifests):
        return
    says = Saying("xcprivacy", "xcprivacy:NSPrivacyTracking", "The app does not track.", source)
    proofs = shortest(
        seen
        for seen in context.sent()
        if seen.category == "identifier.advertising" and TRACKERS & set(context.recipients[seen.recipient].roles)
    )
    if proofs:
        yield contradicted(says, context.sent_to(proofs[0]), proofs)
        return
    why = context.blind(("third", "unknown"))
    if why:
        yield not_tested(says, why)
    else:
        yield consistent(says, because("no-advertising-id"))


def _domains(manifests: tuple[PrivacyManifest, ...], context: ClaimContext, source: str) -> Iterator[ClaimResult]:
    listed = {domain for manifest in manifests for domain in manifest.domains}
    met = [host for host, one in context.recipients.items() if one.party == "third" and TRACKERS & set(one.roles)]
    missing = [host for host in met if not any(host == name or host.endswith(f".{name}") for name in listed)]
    what = "These are the domains that the app tracks with."
    says = Saying("xcprivacy", "xcprivacy:NSPrivacyTrackingDomains", what, source)
    if missing:
        yield not_tested(says, because("trackers-not-listed", names=tuple(missing)))
    elif met:
        yield consistent(says, because("trackers-listed"))


def _collected(type_: str, seen: list[Observation], named: set[str], context: ClaimContext, source: str) -> ClaimResult:
    id = f"xcprivacy:{type_}"
    if _fairly(type_) & named:
        says = Saying("xcprivacy", id, f"A manifest names {type_}.", source)
        return consistent(says, because("manifest-says-so"), seen)
    says = Saying("xcprivacy", id, f"No manifest that was given names {type_}.", source)
    proofs = [one for one in seen if one.party == "third" and one.category.startswith(_TYPED)]
    if proofs:
        return contradicted(says, context.sent_to(proofs[0]), proofs)
    return not_tested(says, because("manifest-of-sdk"), seen)


def _fairly(type_: str) -> set[str]:
    """Return the type, and others under which the vendor may fairly have declared it."""
    bare = type_.removeprefix(_PREFIX)
    alike = next((family for family in _FAMILIES if bare in family), {bare})
    return {_PREFIX + name for name in alike}
