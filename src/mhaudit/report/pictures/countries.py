"""Where the companies have their seat, as far as a source confirms it: a row for each country."""

from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from mhaudit.report.html.companies import Group


class Country(Struct, frozen=True, kw_only=True):
    """The companies of one country; `code` is "" where none is confirmed. `health` were sent data on health."""

    code: str
    bases: tuple[str, ...]
    groups: tuple[Group, ...]
    health: tuple[Group, ...]


def countries(groups: Iterable[Group], special: Iterable[str]) -> tuple[Country, ...]:
    """Countries of others than the app's own servers, those with the most companies first, the unknown last."""
    protected = frozenset(special)
    by_code: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        if not group.own:
            by_code[group.country or ""].append(group)
    ordered = sorted(by_code.items(), key=lambda item: (not item[0], -len(item[1]), item[0]))
    return tuple(
        Country(
            code=code,
            bases=tuple(sorted({group.country_basis for group in members if group.country_basis})),
            groups=tuple(members),
            health=tuple(group for group in members if _was_sent(group, protected)),
        )
        for code, members in ordered
    )


def _was_sent(group: Group, protected: frozenset[str]) -> bool:
    return any(seen.category in protected and seen.certainty != "possible" for seen in group.sent)
