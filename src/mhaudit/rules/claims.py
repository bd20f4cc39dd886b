"""The vendor's promises held against what was seen: contradicted by proof only, never by suspicion."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from mhaudit.model.audit import ClaimResult, Observation, Recipient
from mhaudit.model.knowledge import DataKind
from mhaudit.model.subject import AppProfile, Claim

_PROOF = frozenset({"proven", "declared"})
_ADVERTISING = frozenset({"advertising", "attribution", "social", "data-broker"})
_MOST_PROOFS = 5


def judge_claims(
    app: AppProfile | None,
    observations: Sequence[Observation],
    recipients: Mapping[str, Recipient],
    kinds: Mapping[str, DataKind],
) -> list[ClaimResult]:
    """Each claim of the app profile with its verdict and its shortest proof."""
    return [_judge(claim, observations, recipients, kinds) for claim in (app.claims if app else ())]


def _judge(
    claim: Claim,
    observations: Sequence[Observation],
    recipients: Mapping[str, Recipient],
    kinds: Mapping[str, DataKind],
) -> ClaimResult:
    tests: dict[str, Callable[[], Iterator[Observation]]] = {
        "anonymous": lambda: _identified(observations),
        "no-advertising": lambda: _advertised(observations, recipients),
        "not-shared": lambda: _shared(claim, observations),
    }
    test = tests.get(claim.asserts)
    if test is None:
        return _result(claim, "not-tested", "no test is known for this claim", [])
    proofs = list(test())
    if not proofs:
        why = "nothing in what could be read speaks against it; that does not show it is true"
        return _result(claim, "consistent" if observations else "not-tested", why, [])
    first = proofs[0]
    label = kinds[first.category].label if first.category in kinds else first.category
    to = recipients[first.recipient].organisation or first.recipient
    why = (
        f"{label} was sent to a host of {to}: {first.because}" if to != first.recipient else f"{label} was sent to {to}"
    )
    return _result(claim, "contradicted", why, proofs)


def _result(claim: Claim, verdict: str, because: str, proofs: list[Observation]) -> ClaimResult:
    return ClaimResult(
        id=claim.id,
        says=claim.says,
        verdict=verdict,  # type: ignore[arg-type]  # one of three literals, all written above
        because=because,
        observations=tuple(proof.id for proof in proofs[:_MOST_PROOFS]),
    )


def _sent(observations: Sequence[Observation]) -> Iterator[Observation]:
    return (seen for seen in observations if seen.direction == "sent" and seen.certainty in _PROOF)


def _identified(observations: Sequence[Observation]) -> Iterator[Observation]:
    """Who somebody is, sent to anybody: an e-mail address or name is not anonymous with the vendor either."""
    return (seen for seen in _sent(observations) if seen.category.startswith("identity."))


def _advertised(observations: Sequence[Observation], recipients: Mapping[str, Recipient]) -> Iterator[Observation]:
    return (seen for seen in _sent(observations) if _ADVERTISING & set(recipients[seen.recipient].roles))


def _shared(claim: Claim, observations: Sequence[Observation]) -> Iterator[Observation]:
    for seen in _sent(observations):
        named = any(seen.category == name or seen.category.startswith(f"{name}.") for name in claim.categories)
        if named and seen.party == "third":
            yield seen
