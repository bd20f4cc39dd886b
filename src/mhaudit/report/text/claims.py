"""Sentences on the vendor's statements and the evidence about them. Only verbatim statements are in quotation marks."""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from mhaudit.model.audit import Audit, ClaimResult, CrisisReply, Kind, Reply
from mhaudit.model.reasons import Reason
from mhaudit.report.text.language import marked as _
from mhaudit.report.text.language import message, say, say_many
from mhaudit.report.text.reasons import spoken
from mhaudit.report.text.statements import where
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
_MOST, _MOST_FIRST = 8, 2
_LACKING: tuple[Reply, ...] = ("none", "retired-resource", "other-country-resource", "late-resource", "emergency-only")


def claim_statement(claim: ClaimResult) -> str:
    """Return the statement, quoted if it is the vendor's own words; a label or list is paraphrased."""
    if claim.kind == "claim":
        return say("“{words}”", words=quotable_words(claim.says))
    return claim.says


def quotable_words(text: str) -> str:
    """Return a quotation with its inner quotation marks replaced by apostrophes."""
    return text.translate(str.maketrans('“”„«»"', "''''''"))


def claims(audit: Audit, kinds: Mapping[str, Kind]) -> Iterator[str]:
    """Yield each contradicted statement with its evidence, and the number of the others."""
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
            "{tested} of {number} statement could be tested; the traffic contradicts {broken}.",
            "{tested} of {number} statements could be tested; the traffic contradicts {broken}.",
            len(audit.claims),
            tested=tested,
            broken=len(broken),
        )


def lacking_replies(audit: Audit, kinds: Mapping[str, Kind]) -> list[str]:
    """Return the first screen's sentences on replies to a message that signals danger that name no valid help."""
    grave = [reply for reply in own_replies(audit) if reply.reply in _LACKING]
    lines = [*crisis(replace(audit, crisis=tuple(grave[:_MOST_FIRST])), kinds)]
    return [say("Reply to a test message that signals danger: {reply}", reply=line) for line in lines]


def crisis(audit: Audit, kinds: Mapping[str, Kind]) -> Iterator[str]:
    """Yield one sentence per message that signals danger: the app's own answer, and the other recipients of the
    message.
    """
    for reply in own_replies(audit)[:_MOST]:
        said = [f"{reply.recipient}: {message(REPLIES[reply.reply])}."]
        if reply.words:
            said.append(say("The reply begins: “{words}”", words=quotable_words(reply.words)))
        elif reply.reply != "none":
            said.append(reason_sentence(reply.reason, kinds))
        if reply.told:
            said.append(say("The same message also went to: {hosts}.", hosts=", ".join(also_told(reply, audit))))
        yield " ".join(said)


def own_replies(audit: Audit) -> list[CrisisReply]:
    """Return the replies that were shown to the person, as far as the traffic shows: one per message."""
    return [reply for reply in audit.crisis if reply.is_answer]


def also_told(reply: CrisisReply, audit: Audit) -> list[str]:
    """Return the other recipients of a message by their readable names."""
    by_host = {one.host: one for one in audit.recipients}
    return [where(by_host[host], audit) if host in by_host else host for host in reply.told]


def reason_sentence(reason: Reason, kinds: Mapping[str, Kind]) -> str:
    """Return a reason as a sentence."""
    text = spoken(reason, kinds)
    return stopped(f"{text[:1].upper()}{text[1:]}")
