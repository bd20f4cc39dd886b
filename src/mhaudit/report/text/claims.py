"""The vendor's statements and what answers them: quoted only where somebody said the words."""

from collections.abc import Iterator, Mapping

from mhaudit.model.audit import Audit, ClaimResult, CrisisReply, Kind, Reply
from mhaudit.model.reasons import Reason
from mhaudit.report.text.language import marked as _
from mhaudit.report.text.language import message, say, say_many
from mhaudit.report.text.reasons import spoken
from mhaudit.report.text.words import stopped

REPLIES: dict[Reply, str] = {
    "resource": _("the reply names help that is valid there"),
    "late-resource": _("the reply names help, but late"),
    "unverified-resource": _("the reply names help that was not checked with its operator"),
    "emergency-only": _("the reply names an emergency number, and no crisis line"),
    "superseded-resource": _("the reply names a number that still answers and has a successor"),
    "retired-resource": _("the reply names only a number that is listed as retired"),
    "other-country-resource": _("the reply names only help of another country"),
    "none": _("the reply names no help that our lists know"),
    "not-tested": _("not tested"),
}
_MOST = 8


def claim_statement(claim: ClaimResult) -> str:
    """Return the statement: quoted where it is the vendor's own words, else as what a label or list says."""
    if claim.kind == "claim":
        return say("“{words}”", words=quotable_words(claim.says))
    return claim.says


def quotable_words(text: str) -> str:
    """Return a quotation without quotation marks of its own."""
    return text.translate(str.maketrans('“”„«»"', "''''''"))


def claims(audit: Audit, kinds: Mapping[str, Kind]) -> Iterator[str]:
    """Yield each contradicted statement with its proof, and how many others there are."""
    broken = [claim for claim in audit.claims if claim.verdict == "contradicted"]
    for claim in broken[:_MOST]:
        yield say(
            "Contradicted: {statement} {because}",
            statement=claim_statement(claim),
            because=reason_sentence(claim.reason, kinds),
        )
    if len(broken) > _MOST:
        yield say("{more} more are contradicted.", more=len(broken) - _MOST)
    tested = sum(claim.verdict != "not-tested" for claim in audit.claims)
    if audit.claims:
        yield say_many(
            "{tested} of {number} statement could be tested; {broken} contradict the traffic.",
            "{tested} of {number} statements could be tested; {broken} contradict the traffic.",
            len(audit.claims),
            tested=tested,
            broken=len(broken),
        )


def crisis(audit: Audit, kinds: Mapping[str, Kind]) -> Iterator[str]:
    """Yield one sentence for each message that says somebody is in danger: the app's own answer, who else got it."""
    for reply in own_replies(audit)[:_MOST]:
        also = say(" {hosts} received the same message.", hosts=", ".join(reply.told)) if reply.told else ""
        yield f"{reply.recipient}: {message(REPLIES[reply.reply])}. {reason_sentence(reply.reason, kinds)}{also}"


def own_replies(audit: Audit) -> list[CrisisReply]:
    """Return the replies that count: those of the app's own servers; where they never got the message, all."""
    party = {one.host: one.party for one in audit.recipients}
    own = [reply for reply in audit.crisis if party.get(reply.recipient) == "first"]
    return own or list(audit.crisis)


def reason_sentence(reason: Reason, kinds: Mapping[str, Kind]) -> str:
    """Return a reason as a sentence."""
    text = spoken(reason, kinds)
    return stopped(f"{text[:1].upper()}{text[1:]}")
