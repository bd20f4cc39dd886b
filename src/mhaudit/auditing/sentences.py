"""The English sentence of every reason, added to the audit for readers of `audit.json`."""

from collections.abc import Mapping
from typing import TypeVar

from msgspec.structs import replace

from mhaudit.model.audit import (
    Audit,
    Bridge,
    ClaimResult,
    CrisisReply,
    GapCount,
    Linkage,
    Observation,
    Recipient,
)
from mhaudit.model.reasons import english

Stated = TypeVar("Stated", Recipient, Observation, Linkage, Bridge, ClaimResult, CrisisReply)


def with_sentences(audit: Audit, labels: Mapping[str, str]) -> Audit:
    """Return the audit with `because` and `detail` filled; `labels` are the labels of kinds of data by id."""
    coverage = replace(audit.coverage, gaps=tuple(_gap(gap, labels) for gap in audit.coverage.gaps))
    return replace(
        audit,
        recipients=_filled(audit.recipients, labels),
        observations=_filled(audit.observations, labels),
        linkage=_filled(audit.linkage, labels),
        bridges=_filled(audit.bridges, labels),
        claims=_filled(audit.claims, labels),
        crisis=_filled(audit.crisis, labels),
        coverage=coverage,
    )


def _filled(items: tuple[Stated, ...], labels: Mapping[str, str]) -> tuple[Stated, ...]:
    return tuple(replace(one, because=english(one.reason, labels)) for one in items)


def _gap(gap: GapCount, labels: Mapping[str, str]) -> GapCount:
    return replace(gap, detail=english(gap.reason, labels)) if gap.reason else gap
