"""Exchanges that a value joins."""

from mhaudit.collect.linkage import Session, Sessions


def session(*keys: int, kind: str = "", number: int = 1) -> Session:
    return Session(set(keys), {f"i{kind}"}, {f"c{kind}"} if kind else set(), [("a", number)])


def kinds(sessions: Sessions) -> list[tuple[list[str], list[str]]]:
    return sorted((sorted(one.identifiers), sorted(one.categories)) for one in sessions.all())


def test_a_later_exchange_may_join_two_sessions() -> None:
    known = Sessions([session(1, kind="x"), session(2, kind="y", number=2)])
    assert len(kinds(known)) == 2
    known.join(session(1, 2, number=3))
    (whole,) = known.all()
    assert (whole.identifiers, whole.categories) == ({"i", "ix", "iy"}, {"cx", "cy"})
    assert whole.exchanges == [("a", 1), ("a", 2), ("a", 3)]


def test_nothing_joins_without_a_value() -> None:
    known = Sessions([session(kind="x"), session(1, kind="y"), session(2, kind="z")])
    assert kinds(known) == [(["iy"], ["cy"]), (["iz"], ["cz"])]


def test_it_does_not_matter_in_which_order() -> None:
    parts = [(1, 2), (3, 4), (2, 3), (7,), (8, 7)]
    one = Sessions(session(*keys, kind=str(keys[0])) for keys in parts)
    two = Sessions(session(*keys, kind=str(keys[0])) for keys in reversed(parts))
    assert kinds(one) == kinds(two)
    assert len(kinds(one)) == 2
