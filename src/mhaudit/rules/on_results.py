"""Rules about what was held against what was seen: the vendor's own words, and replies to a cry for help."""

from collections.abc import Iterator

from mhaudit.rules.about import about
from mhaudit.rules.grounds import Grounds
from mhaudit.rules.support import CompiledRule, Support


def on_claims(compiled: CompiledRule, grounds: Grounds) -> Iterator[Support]:
    """One support a claim and an observation that speaks to it."""
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
    """One support a reply."""
    by_host = grounds.by_host()
    of_id = {seen.id: seen for seen in grounds.observations}
    for reply in grounds.crisis:
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
                reply.because,
            )
