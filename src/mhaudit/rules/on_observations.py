"""Rules about what was sent: one fact, its recipient, its form, its phase."""

from collections.abc import Iterator

from mhaudit.rules.about import about
from mhaudit.rules.grounds import Grounds
from mhaudit.rules.support import CompiledRule, Support, general

# Forms in which a value can be read by whoever receives it; all others are hashes.
_READABLE = frozenset({"plain", "wording", "base64", "reversed", "rot13", "substituted"})


def on_observations(compiled: CompiledRule, grounds: Grounds) -> Iterator[Support]:
    """One support an observation."""
    by_host = grounds.by_host()
    cries = {name for reply in grounds.crisis for name in reply.observations}
    for seen in grounds.observations:
        recipient = by_host[seen.recipient]
        phases = (seen.phase,) if seen.phase else ()
        fact = about(recipient, grounds.app) | {
            "category": (seen.category,),
            "detector": (seen.detector,),
            "certainty": (seen.certainty,),
            "direction": (seen.direction,),
            "form": _forms(seen.form),
            "phase": phases,
            "scheme": (seen.scheme,),
            "part": tuple({evidence.part for evidence in seen.at}),
            "crisis_line": ("yes" if seen.id in cries else "no",),
        }
        if compiled.when(fact):
            yield Support(
                seen.recipient,
                recipient.organisation,
                compiled.severity(fact),
                (seen.category,),
                phases,
                seen.count,
                (seen.id,),
                general(seen.at[0].place) if seen.at else "",
            )


def _forms(form: str) -> tuple[str, ...]:
    """The first word of a form; of any hash also `hashed`."""
    first = form.partition(" ")[0]
    return (first,) if first in _READABLE else (first, "hashed")
