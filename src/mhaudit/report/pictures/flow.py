"""Kinds of data → companies: what left the app for whom, as ribbons."""

from collections.abc import Sequence

from msgspec import Struct

from mhaudit.model.audit import Certainty, Kind
from mhaudit.report.html.companies import Group, certainties
from mhaudit.report.pictures.ribbons import Link, Ribbons, Side, draw
from mhaudit.report.text import terms, words
from mhaudit.report.text.escape import visible

MOST_COMPANIES, MOST_KINDS = 18, 24
_LONGEST = 34
_LEFT_OUT = ("device.", "usage.presence")  # every request says as much: it would cover what matters
TONES = {terms.INNER: "inner", terms.PERSON: "person"}


class Flow(Struct, frozen=True, kw_only=True):
    """The picture, the rows of its table, and how many it leaves to the table of all kinds."""

    picture: Ribbons
    rows: tuple[tuple[Kind, tuple[tuple[Group, Certainty], ...]], ...]
    more_kinds: int
    more_companies: int


def flow(groups: Sequence[Group], kinds: dict[str, Kind]) -> Flow | None:
    """What others than the app's own servers were sent; None where that is nothing worth a picture."""
    received = [(group, best) for group in groups if not group.own and (best := _told(group))]
    shown = received[:MOST_COMPANIES]
    categories = sorted({category for _, best in shown for category in best}, key=_order)
    rows = [(kinds[name], tuple((group, best[name]) for group, best in shown if name in best)) for name in categories]
    rows = [row for row in rows if row[1]]
    if not rows:
        return None
    drawn = rows[:MOST_KINDS]
    left = [Side(kind.id, cut(words.label(kind)), tone=tone(kind.id)) for kind, _ in drawn]
    right = [Side(group.hosts[0].host, cut(group.name), group.country or "") for group, _ in shown]
    links = [
        Link(left=kind.id, right=group.hosts[0].host, tone=tone(kind.id), certainty=sure)
        for kind, to in drawn
        for group, sure in to
    ]
    touched = {link.right for link in links}
    return Flow(
        picture=draw(left, [side for side in right if side.key in touched], links),
        rows=tuple(rows),
        more_kinds=len(rows) - len(drawn),
        more_companies=len(received) - len(shown),
    )


def tone(category: str) -> str:
    """The class that a kind of data is coloured by: inner life, the person, or a device."""
    return TONES.get(words.family(category), "device")


def cut(text: str) -> str:
    """A name as it fits beside a bar."""
    text = visible(text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _told(group: Group) -> dict[str, Certainty]:
    return {name: sure for name, sure in certainties(group.sent).items() if not name.startswith(_LEFT_OUT)}


def _order(category: str) -> tuple[int, str]:
    stem = category.partition(".")[0]
    families = list(terms.FAMILIES)
    return (families.index(stem) if stem in families else len(families)), category
