"""Group the gaps by code, blocking ones first."""

from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from mhaudit.model.audit import GapCount


class GapGroup(Struct, frozen=True, kw_only=True):
    """The gaps of one code; `hosts` are the known ones."""

    code: str
    blocking: bool
    count: int
    hosts: tuple[str, ...]
    gaps: tuple[GapCount, ...]


def gap_groups(gaps: Iterable[GapCount]) -> tuple[GapGroup, ...]:
    """Return the gaps grouped by code and by whether they block, blocking ones first."""
    alike = defaultdict(list)
    for gap in gaps:
        alike[not gap.blocking, gap.code].append(gap)
    return tuple(
        GapGroup(
            code=code,
            blocking=not harmless,
            count=sum(gap.count for gap in members),
            hosts=tuple(sorted({gap.host for gap in members if gap.host})),
            gaps=tuple(members),
        )
        for (harmless, code), members in sorted(alike.items(), key=lambda item: item[0])
    )
