import re

from mhaudit.report.pictures.ribbons import WIDTH, Link, Ribbons, Side, draw


def link(left: str, right: str) -> Link:
    return Link(left=left, right=right, tone="inner", certainty="proven")


def ends(picture: Ribbons) -> list[tuple[float, float]]:
    found = [re.fullmatch(r"M300 ([\d.]+)C500 \1 500 ([\d.]+) 700 \2", one.path) for one in picture.ribbons]
    return [(float(match[1]), float(match[2])) for match in found if match]


def test_each_name_is_as_tall_as_it_has_ribbons() -> None:
    picture = draw([Side("a", "A"), Side("b", "B")], [Side("x", "X")], [link("a", "x")] * 4 + [link("b", "x")])
    assert [(one.text, one.height) for one in picture.left] == [("A", 28), ("B", 17)]
    assert [(one.text, one.height) for one in picture.right] == [("X", 35)]
    assert picture.height == 28 + 9 + 17 + 12


def test_ribbons_start_and_end_on_their_bars_and_do_not_overlap() -> None:
    left, right = [Side("a", "A"), Side("b", "B")], [Side("x", "X"), Side("y", "Y")]
    picture = draw(left, right, [link("b", "y"), link("a", "y"), link("a", "x"), link("b", "x")])
    assert len(ends(picture)) == 4
    starts = [start for start, _ in ends(picture)]
    assert starts == sorted(starts) and len(set(starts)) == 4
    assert len({end for _, end in ends(picture)}) == 4
    bars = {side.text: (side.top, side.top + side.height) for side in picture.left}
    assert all(any(low <= start <= high for low, high in bars.values()) for start in starts)


def test_everything_stays_inside_the_picture() -> None:
    sides = [Side(str(number), str(number)) for number in range(30)]
    picture = draw(sides, sides, [link(str(number), str(29 - number)) for number in range(30)])
    assert all(one.top >= 0 and one.top + one.height <= picture.height for one in (*picture.left, *picture.right))
    assert all(0 < one.x < WIDTH for one in (*picture.left, *picture.right))


def test_one_name_on_a_side_stands_in_the_middle() -> None:
    picture = draw([Side("a", "A"), Side("b", "B")], [Side("x", "X")], [link("a", "x"), link("b", "x")])
    (only,) = picture.right
    assert abs((only.top + only.height / 2) - picture.height / 2) < 1
