"""Sentences about the vendor's words, replies to a cry for help, and values that several organisations saw."""

from collections import Counter
from collections.abc import Iterator

from mhaudit.model.audit import Audit, CrisisReply, Reply
from mhaudit.model.reasons import Reason
from mhaudit.report.html.companies import kinds
from mhaudit.report.text.language import marked as _
from mhaudit.report.text.language import message, say, say_many
from mhaudit.report.text.reasons import spoken

REPLIES: dict[Reply, str] = {
    "resource": _("the reply named help that is valid there"),
    "late-resource": _("help was named late"),
    "unverified-resource": _("the reply named help that nobody has checked"),
    "emergency-only": _("the reply named an emergency number, and no crisis line"),
    "superseded-resource": _("the reply named a number that still answers and has a successor"),
    "retired-resource": _("the reply named only a number that is listed as retired"),
    "other-country-resource": _("the reply named only help of another country"),
    "none": _("the reply that was seen named no help"),
    "not-tested": _("not tested"),
}
_LONGEST_SAYING = 90
_MOST = 8


def claims(audit: Audit) -> Iterator[str]:
    """What was contradicted, each with its proof, then how many others stand how."""
    broken = [claim for claim in audit.claims if claim.verdict == "contradicted"]
    for claim in broken[:_MOST]:
        says = claim.says if len(claim.says) <= _LONGEST_SAYING else claim.says[:_LONGEST_SAYING] + "…"
        yield say("Contradicted: “{says}” {because}", says=says, because=_because(audit, claim.reason))
    if len(broken) > _MOST:
        yield say("{more} more are contradicted.", more=len(broken) - _MOST)
    others = Counter(claim.verdict for claim in audit.claims)
    if audit.claims:
        yield say(
            "Of {whole}, {contradicted} contradicted, {consistent} consistent with what was seen, {rest} not tested.",
            whole=len(audit.claims),
            contradicted=len(broken),
            consistent=others["consistent"],
            rest=others["not-tested"],
        )


def crisis(audit: Audit) -> Iterator[str]:
    """One sentence a reply, with who else was told."""
    for reply in audit.crisis[:_MOST]:
        yield _reply(audit, reply)
    if len(audit.crisis) > _MOST:
        yield say("{more} more replies.", more=len(audit.crisis) - _MOST)


def _reply(audit: Audit, reply: CrisisReply) -> str:
    also = say(" Also told: {hosts}.", hosts=", ".join(reply.told)) if reply.told else ""
    where = say(" (tester in {country})", country=reply.country) if reply.country else ""
    return f"{reply.recipient}{where}: {message(REPLIES[reply.reply])}. {_because(audit, reply.reason)}{also}"


def bridges(audit: Audit) -> Iterator[str]:
    """Which kinds of identifiers let how many organisations join what they know."""
    for bridge in audit.bridges[:_MOST]:
        because = _because(audit, bridge.reason).removesuffix(".")
        said = f"{because}: {', '.join(bridge.organisations)}".removesuffix(".")
        whole = say_many("{number} organisation", "{number} organisations", len(bridge.organisations))
        yield f"{whole}: {said}."
    if len(audit.bridges) > _MOST:
        yield say("{more} more.", more=len(audit.bridges) - _MOST)


def _because(audit: Audit, reason: Reason) -> str:
    said = spoken(reason, kinds(audit))
    return f"{said[:1].upper()}{said[1:].removesuffix('.')}."
