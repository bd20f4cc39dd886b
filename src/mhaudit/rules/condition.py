"""The rule language: `all`, `any`, `not`, and tests on named fields, kept minimal so that rules are readable.

`{category: [mood]}` holds if the fact's category is `mood` or below it (`mood.score`). A list means any of them;
several fields in one mapping mean all of them.
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from msgspec import Struct, field

from mhaudit.model.audit import ClaimResult, CrisisReply, Linkage, Observation, Recipient
from mhaudit.model.subject import AppProfile

Fact = Mapping[str, tuple[str, ...]]
Condition = Callable[[Fact], bool]


def compile_condition(when: Mapping[str, Any]) -> Condition:
    """Compile a test of facts. The shape of `when` was checked when the policies were loaded."""
    conditions = [_compile(key, value) for key, value in when.items()]
    return lambda fact: all(condition(fact) for condition in conditions)


def _compile(key: str, value: Any) -> Condition:
    if key in ("all", "any"):
        parts = [compile_condition(part) for part in value]
        quantifier = all if key == "all" else any
        return lambda fact: quantifier(part(fact) for part in parts)
    if key == "not":
        inner = compile_condition(value)
        return lambda fact: not inner(fact)
    return _test(key, [value] if isinstance(value, str) else value)


def _test(field: str, wanted: Sequence[str]) -> Condition:
    exact = frozenset(wanted)
    prefixes = tuple(f"{item}." for item in wanted)
    return lambda fact: any(item in exact or item.startswith(prefixes) for item in fact.get(field, ()))


# Host, phase, and a value for that host and phase.
ByPhase = Mapping[str, Mapping[str, int]]
Again = Mapping[str, Mapping[str, AbstractSet[str]]]


class Grounds(Struct, frozen=True, kw_only=True):
    """The facts, and what was derived from them, for the rules.

    `visits` counts exchanges with a host in a phase; `again` are the kinds of identifiers whose same values a host
    received in that phase and in another one. `country` is the location of the people, "" if unknown.
    """

    recipients: Sequence[Recipient]
    observations: Sequence[Observation] = ()
    linkage: Sequence[Linkage] = ()
    claims: Sequence[ClaimResult] = ()
    crisis: Sequence[CrisisReply] = ()
    visits: ByPhase = field(default_factory=dict)
    again: Again = field(default_factory=dict)
    app: AppProfile | None = None
    country: str = ""

    def by_host(self) -> dict[str, Recipient]:
        """Return recipients by their host."""
        return {recipient.host: recipient for recipient in self.recipients}
