"""What the gate of a release lets through: findings that somebody answers for, and those of an earlier audit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from mhaudit.model.knowledge import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverRule:
    """One waiver of a waiver file: which findings somebody answers for, why, and until when (that day included).

    `finding` is the id of one; otherwise `rule` with `recipient` (a host, and the hosts below it) and `category`, each
    of which holds for any where it is empty.
    """

    id: str
    reason: str
    owner: str
    expires: date
    finding: str = ""
    rule: str = ""
    recipient: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GateTerms:
    """What is let through on the day `on`. `known` are the findings of the baseline by id; digests are of the files."""

    on: date
    waivers: tuple[WaiverRule, ...] = ()
    waivers_sha256: str | None = None
    known: Mapping[str, Severity] = field(default_factory=dict)
    baseline_sha256: str | None = None
