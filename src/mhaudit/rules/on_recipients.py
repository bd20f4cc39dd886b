"""Rules about who was contacted, and in which phase: before consent, after refusal, in the background."""

from collections.abc import Iterator, Mapping
from typing import Any

from mhaudit.model.audit import Observation, Recipient
from mhaudit.rules.about import about
from mhaudit.rules.condition import Fact
from mhaudit.rules.grounds import Grounds
from mhaudit.rules.support import CompiledRule, Support

_PHASE_FIELDS = frozenset({"phase", "identified_in", "same_in"})
_IDENTIFYING = ("identity.", "identifier.")

# By host and phase.
Identifying = dict[tuple[str, str], list[Observation]]


def on_recipients(compiled: CompiledRule, grounds: Grounds) -> Iterator[Support]:
    """One support a recipient, or one a phase of it where the rule asks for phases."""
    in_phases = bool(_PHASE_FIELDS & fields_of(compiled.rule.when))
    seen = _identifying(grounds) if in_phases else {}
    for recipient in grounds.recipients:
        contacted = recipient.exchanges or recipient.listed or recipient.attempts  # a name only looked up was not
        if contacted and in_phases:
            yield from _by_phase(compiled, recipient, grounds, seen)
        elif contacted:
            fact = about(recipient, grounds.app)
            if compiled.when(fact):
                yield _support(compiled, recipient, fact, recipient.phases, contacted)


def fields_of(condition: Mapping[str, Any]) -> set[str]:
    """The fields that a condition tests."""
    found: set[str] = set()
    for name, value in condition.items():
        if name == "not":
            found |= fields_of(value)
        elif name in ("all", "any"):
            found |= {field for part in value for field in fields_of(part)}
        else:
            found.add(name)
    return found


def _by_phase(
    compiled: CompiledRule, recipient: Recipient, grounds: Grounds, identifying: Identifying
) -> Iterator[Support]:
    for phase in recipient.phases:
        seen = identifying.get((recipient.host, phase), [])
        again = grounds.again.get(recipient.host, {}).get(phase, frozenset())
        fact = about(recipient, grounds.app) | {
            "phase": (phase,),
            "identified_in": (phase,) if seen else (),
            "same_in": (phase,) if again else (),
        }
        if compiled.when(fact):
            count = grounds.visits.get(recipient.host, {}).get(phase, 1)
            support = _support(compiled, recipient, fact, (phase,), count)
            yield support._replace(
                observations=tuple(item.id for item in seen),
                categories=tuple(sorted({item.category for item in seen})),
                remark=_remark(phase, sorted(again)),
            )


def _identifying(grounds: Grounds) -> Identifying:
    """The identifiers that were surely sent, by host and phase."""
    found: Identifying = {}
    for seen in grounds.observations:
        sure = seen.direction == "sent" and seen.certainty != "possible"
        if sure and seen.phase and seen.category.startswith(_IDENTIFYING):
            found.setdefault((seen.recipient, seen.phase), []).append(seen)
    return found


def _remark(phase: str, kinds: list[str]) -> str:
    return (
        f"In the phase {phase}, values were sent that it had got in another phase: {', '.join(kinds)}." if kinds else ""
    )


def _support(compiled: CompiledRule, recipient: Recipient, fact: Fact, phases: tuple[str, ...], count: int) -> Support:
    return Support(recipient.host, recipient.organisation, compiled.severity(fact), (), phases, count)
