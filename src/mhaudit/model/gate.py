"""What the gate of a release lets through: findings that somebody answers for, and those of an earlier audit."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from mhaudit.model.knowledge import Severity


class WaiverRule(Struct, frozen=True, kw_only=True):
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


class GateTerms(Struct, frozen=True, kw_only=True):
    """What is let through on the day `on`. `known` are the findings of the baseline by id; digests are of the files."""

    on: date
    waivers: tuple[WaiverRule, ...] = ()
    waivers_sha256: str | None = None
    known: Mapping[str, Severity] = field(default_factory=dict)
    baseline_sha256: str | None = None
