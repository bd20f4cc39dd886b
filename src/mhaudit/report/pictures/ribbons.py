"""Two columns of names and ribbons between them: the geometry, in units of the picture."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from mhaudit.model.audit import Certainty

WIDTH = 1000
_LEFT, _RIGHT = 300, 700  # where the ribbons begin and end
_THICK, _BETWEEN, _LEAST, _TOP = 7, 9, 17, 6
_BAR = 6


class Link(Struct, frozen=True, kw_only=True):
    """One ribbon: from a name on the left to a name on the right. `tone` is the class it is coloured by."""

    left: str
    right: str
    tone: str
    certainty: Certainty


class Name(Struct, frozen=True, kw_only=True):
    """A name beside its bar; `x` and `y` are where its text stands, `top` and `height` are the bar's."""

    text: str
    note: str
    tone: str
    x: float
    y: float
    bar: float
    top: float
    height: float


class Ribbon(Struct, frozen=True, kw_only=True):
    """A path as SVG writes it."""

    path: str
    tone: str
    certainty: Certainty


class Ribbons(Struct, frozen=True, kw_only=True):
    """The whole picture. `height` is its own; it is `WIDTH` wide."""

    height: int
    left: tuple[Name, ...]
    right: tuple[Name, ...]
    ribbons: tuple[Ribbon, ...]


class Side(Struct, frozen=True):
    """A name as it is to be placed."""

    key: str
    text: str
    note: str = ""
    tone: str = ""


def draw(left: Sequence[Side], right: Sequence[Side], links: Iterable[Link]) -> Ribbons:
    """Places the names in the order they are given in; each is as tall as it has ribbons."""
    links = list(links)
    heights = _heights(left, links, "left"), _heights(right, links, "right")
    whole = max(map(_whole, heights))
    tops = _tops(heights[0], whole), _tops(heights[1], whole)
    return Ribbons(
        height=whole + 2 * _TOP,
        left=tuple(
            _name(side, _LEFT - 14, _LEFT - _BAR, top, height)
            for side, top, height in zip(left, tops[0], heights[0], strict=True)
        ),
        right=tuple(
            _name(side, _RIGHT + 14, _RIGHT, top, height)
            for side, top, height in zip(right, tops[1], heights[1], strict=True)
        ),
        ribbons=tuple(_ribbons(left, right, links, tops, heights)),
    )


def _heights(sides: Sequence[Side], links: list[Link], end: str) -> list[int]:
    counts: dict[str, int] = defaultdict(int)
    for link in links:
        counts[getattr(link, end)] += 1
    return [max(_LEAST, counts[side.key] * _THICK) for side in sides]


def _whole(heights: Sequence[int]) -> int:
    return sum(heights) + _BETWEEN * max(0, len(heights) - 1)


def _tops(heights: Sequence[int], whole: int) -> list[float]:
    """Spread over the whole height, so that both columns begin and end together."""
    spare = (whole - sum(heights)) / max(1, len(heights) - 1)
    tops, at = [], float(_TOP) if len(heights) > 1 else _TOP + (whole - sum(heights)) / 2
    for height in heights:
        tops.append(round(at, 1))
        at += height + spare
    return tops


def _name(side: Side, x: float, bar: float, top: float, height: int) -> Name:
    middle = round(top + height / 2 + 4.5, 1)
    return Name(text=side.text, note=side.note, tone=side.tone, x=x, y=middle, bar=bar, top=top, height=height)


def _ribbons(
    left: Sequence[Side],
    right: Sequence[Side],
    links: list[Link],
    tops: tuple[list[float], list[float]],
    heights: tuple[list[int], list[int]],
) -> Iterable[Ribbon]:
    """In the order of both columns, so that ribbons leave and arrive without crossing at their ends."""
    rows = [{side.key: number for number, side in enumerate(sides)} for sides in (left, right)]
    ordered = sorted(links, key=lambda link: (rows[0][link.left], rows[1][link.right]))
    leaves = _ends([rows[0][link.left] for link in ordered], tops[0], heights[0])
    by_right = sorted(range(len(ordered)), key=lambda at: (rows[1][ordered[at].right], rows[0][ordered[at].left]))
    arrives = dict(
        zip(by_right, _ends([rows[1][ordered[at].right] for at in by_right], tops[1], heights[1]), strict=True)
    )
    middle = (_LEFT + _RIGHT) // 2
    for at, (link, start) in enumerate(zip(ordered, leaves, strict=True)):
        end = arrives[at]
        path = f"M{_LEFT} {start:g}C{middle} {start:g} {middle} {end:g} {_RIGHT} {end:g}"
        yield Ribbon(path=path, tone=link.tone, certainty=link.certainty)


def _ends(rows: Sequence[int], tops: Sequence[float], heights: Sequence[int]) -> list[float]:
    """Where each ribbon meets its bar: one below the other, in the middle of the bar."""
    counts: dict[int, int] = defaultdict(int)
    for row in rows:
        counts[row] += 1
    used: dict[int, int] = defaultdict(int)
    ends = []
    for row in rows:
        first = tops[row] + (heights[row] - counts[row] * _THICK) / 2
        ends.append(round(first + (used[row] + 0.5) * _THICK, 1))
        used[row] += 1
    return ends
