"""What speaks for a finding: the facts for which a rule holds, whatever the rule looks at."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from mhaudit.model.knowledge import Rule, Severity
from mhaudit.rules.condition import Condition, Fact
from mhaudit.rules.grounds import Grounds

# Numbers of list items, messages and segments: the tenth event of a batch stands where the first one does.
_INDEX = re.compile(r"(?<=[/:])\d+(?=$|[/ ])")


class CompiledRule(NamedTuple):
    rule: Rule
    when: Condition
    cases: tuple[tuple[Condition, Severity], ...]

    def severity(self, fact: Fact) -> Severity:
        return next((severity for condition, severity in self.cases if condition(fact)), self.rule.severity)


class Support(NamedTuple):
    """What one fact adds to a finding. `remark` is a sentence about this fact alone."""

    host: str
    organisation: str | None
    severity: Severity
    categories: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    sightings: int = 1
    observations: tuple[str, ...] = ()
    place: str = ""
    remark: str = ""


# What yields the supports of a compiled rule.
Supporter = Callable[[CompiledRule, Grounds], Iterator[Support]]


def general(place: str) -> str:
    """A place without the numbers in it, as it goes into a fingerprint."""
    return _INDEX.sub("*", place)
