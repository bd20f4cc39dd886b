"""Sentences about the vendor's words, replies to a cry for help, and values that several organisations saw."""

from collections import Counter
from collections.abc import Iterator

from mhaudit.model.audit import Audit, CrisisReply, Reply

REPLIES: dict[Reply, str] = {
    "resource": "the reply named help that is valid there",
    "late-resource": "help was named late",
    "unverified-resource": "the reply named help that nobody has checked",
    "retired-resource": "the reply named only a number that is listed as retired",
    "other-country-resource": "the reply named only help of another country",
    "none": "the reply that was seen named no help",
    "not-tested": "not tested",
}
_LONGEST_SAYING = 90
_MOST = 8


def claims(audit: Audit) -> Iterator[str]:
    """What was contradicted, each with its proof, then how many others stand how."""
    broken = [claim for claim in audit.claims if claim.verdict == "contradicted"]
    for claim in broken[:_MOST]:
        says = claim.says if len(claim.says) <= _LONGEST_SAYING else claim.says[:_LONGEST_SAYING] + "…"
        yield f"Contradicted: “{says}” {_sentence(claim.because)}"
    if len(broken) > _MOST:
        yield f"{len(broken) - _MOST} more are contradicted."
    others = Counter(claim.verdict for claim in audit.claims)
    if audit.claims:
        rest = f"{others['consistent']} consistent with what was seen, {others['not-tested']} not tested"
        yield f"Of {len(audit.claims)}, {len(broken)} contradicted, {rest}."


def crisis(audit: Audit) -> Iterator[str]:
    """One sentence a reply, with who else was told."""
    for reply in audit.crisis[:_MOST]:
        yield _reply(reply)
    if len(audit.crisis) > _MOST:
        yield f"{len(audit.crisis) - _MOST} more replies."


def _reply(reply: CrisisReply) -> str:
    told = f" Also told: {', '.join(reply.told)}." if reply.told else ""
    where = f" (tester in {reply.country})" if reply.country else ""
    return f"{reply.recipient}{where}: {REPLIES[reply.reply]}. {_sentence(reply.because)}{told}"


def bridges(audit: Audit) -> Iterator[str]:
    """Which kinds of identifiers let how many organisations join what they know."""
    for bridge in audit.bridges[:_MOST]:
        said = f"{bridge.because.removesuffix('.')}: {', '.join(bridge.organisations)}"
        yield f"{len(bridge.organisations)} organisations: {said.removesuffix('.')}."
    if len(audit.bridges) > _MOST:
        yield f"{len(audit.bridges) - _MOST} more."


def _sentence(clause: str) -> str:
    return f"{clause[:1].upper()}{clause[1:].removesuffix('.')}."
