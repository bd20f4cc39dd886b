"""The table of recipients by kinds of data: who was sent what, and how sure that is."""

from collections.abc import Iterable
from itertools import groupby

from msgspec import Struct

from mhaudit.model.audit import Certainty, Kind
from mhaudit.report.html.companies import Group, certainties
from mhaudit.report.text import terms, words

# Every request says something of the device: a host that was sent no more than that gets no row of its own.
DEVICE = "device."


class Row(Struct, frozen=True, kw_only=True):
    """An organisation (`head`; with its host if only one was sent something), or one of several hosts below it.

    A cell is None where the kind was not seen.
    """

    group: Group
    head: bool
    host: str | None
    cells: tuple[Certainty | None, ...]


class Matrix(Struct, frozen=True, kw_only=True):
    """`families` are (heading, number of columns); `columns` are the kinds, in the same order as every row's cells."""

    families: tuple[tuple[str, int], ...]
    columns: tuple[Kind, ...]
    rows: tuple[Row, ...]


def matrix(groups: Iterable[Group], kinds: dict[str, Kind]) -> Matrix:
    """The table over everything that was sent; recipients that were sent nothing of interest are left out."""
    receiving = [group for group in groups if group.sent]
    order = list(terms.FAMILIES)
    seen = {observation.category for group in receiving for observation in group.sent}
    columns = sorted(seen, key=lambda category: (_position(order, category.partition(".")[0]), category))
    return Matrix(
        families=tuple((name, len(list(members))) for name, members in groupby(columns, words.family)),
        columns=tuple(kinds[category] for category in columns),
        rows=tuple(row for group in receiving for row in _rows(group, columns)),
    )


def _rows(group: Group, columns: list[str]) -> Iterable[Row]:
    receiving = sorted({seen.recipient for seen in group.sent})
    alone = receiving[0] if len(receiving) == 1 else None
    yield Row(group=group, head=True, host=alone, cells=_cells(certainties(group.sent), columns))
    if alone is None:
        for host in receiving:
            best = certainties(seen for seen in group.sent if seen.recipient == host)
            if any(not category.startswith(DEVICE) for category in best):
                yield Row(group=group, head=False, host=host, cells=_cells(best, columns))


def _cells(best: dict[str, Certainty], columns: list[str]) -> tuple[Certainty | None, ...]:
    return tuple(best.get(category) for category in columns)


def _position(order: list[str], stem: str) -> int:
    return order.index(stem) if stem in order else len(order)
