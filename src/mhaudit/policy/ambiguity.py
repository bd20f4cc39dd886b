"""Ambiguous repeats in patterns, whose text can be divided in several ways, so that matching takes exponential time.

Each repeated group is converted as by Glushkov (1961): every letter of it is a position, with the positions that may
follow it, including those at the beginning of the next repeat. If two different positions that may come next match the
same letter, the group is ambiguous.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from re import _constants as sre  # type: ignore[attr-defined]  # missing in typeshed
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

_COPIES = 8  # of a fixed number of repeats: more of them make no difference
_MOST_POSITIONS = 400
# ASCII, and a few other characters: patterns that don't overlap on these don't overlap in practice.
_UNIVERSE = [*range(128), *map(ord, "\x85éßÉñ\u0660\u2028中😔")]
_MANY = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)


class _Automaton(NamedTuple):
    """The positions that a piece of a pattern begins and ends with, and whether it may be empty."""

    first: frozenset[int]
    last: frozenset[int]
    empty: bool


_NOTHING = _Automaton(frozenset(), frozenset(), True)


def is_ambiguous(pattern: str) -> bool:
    """Return whether a repeated group of a valid pattern matches a text in two ways, or is too large to tell."""
    tree = parser.parse(pattern)
    folded = bool(tree.state.flags & re.IGNORECASE)
    return any(_Group(folded).is_ambiguous(body) for body in _repeated(tree))


def _repeated(items: Any) -> Iterator[Any]:
    """Yield the bodies of all repeats that are more than one letter."""
    for kind, argument in items:
        if kind in _MANY:
            if argument[1] > 1 and not _is_letter(argument[2]):
                yield argument[2]
            yield from _repeated(argument[2])
        elif kind is sre.BRANCH:
            for branch in argument[1]:
                yield from _repeated(branch)
        elif kind is sre.SUBPATTERN:
            yield from _repeated(argument[3])
        elif kind in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _repeated(argument[1])
        elif kind is sre.ATOMIC_GROUP:
            yield from _repeated(argument)


def _is_letter(body: Any) -> bool:
    return len(body) == 1 and body[0][0] in (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY)


class _Group:
    """The positions of one repeated group."""

    def __init__(self, folded: bool) -> None:
        self.folded = folded
        self.takes: list[frozenset[int]] = []
        self.follow: list[set[int]] = []

    def is_ambiguous(self, body: Any) -> bool:
        """Return whether a repeat may be empty, or two positions that may come next match the same letter."""
        whole = self._sequence(body)
        self._link(whole.last, whole.first)
        if whole.empty or len(self.takes) > _MOST_POSITIONS:
            return True
        return self._clash(whole.first) or any(map(self._clash, self.follow))

    def _clash(self, positions: set[int] | frozenset[int]) -> bool:
        seen: set[int] = set()
        for position in sorted(positions):
            if not seen.isdisjoint(self.takes[position]):
                return True
            seen |= self.takes[position]
        return False

    def _link(self, last: frozenset[int], first: frozenset[int]) -> None:
        for position in last:
            self.follow[position] |= first

    def _sequence(self, items: Sequence[Any]) -> _Automaton:
        whole = _NOTHING
        for item in items:
            whole = self._behind(whole, self._item(*item))
        return whole

    def _behind(self, left: _Automaton, right: _Automaton) -> _Automaton:
        self._link(left.last, right.first)
        return _Automaton(
            left.first | right.first if left.empty else left.first,
            right.last | left.last if right.empty else right.last,
            left.empty and right.empty,
        )

    def _item(self, kind: Any, argument: Any) -> _Automaton:
        if kind in (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY):
            return self._letter(_letters(kind, argument, self.folded))
        if kind is sre.SUBPATTERN:
            return self._sequence(argument[3])
        if kind is sre.ATOMIC_GROUP:
            return self._sequence(argument)
        if kind is sre.BRANCH:
            branches = [self._sequence(branch) for branch in argument[1]]
            return _Automaton(
                frozenset().union(*(branch.first for branch in branches)),
                frozenset().union(*(branch.last for branch in branches)),
                any(branch.empty for branch in branches),
            )
        if kind in _MANY:
            return self._many(*argument)
        return _NOTHING  # anchors and lookarounds consume no letter

    def _many(self, least: int, most: Any, body: Any) -> _Automaton:
        whole = _NOTHING
        for _ in range(min(least, _COPIES)):
            whole = self._behind(whole, self._sequence(body))
        if most == least:
            return whole
        more = self._sequence(body)
        if most is sre.MAXREPEAT or most - least > 1:
            self._link(more.last, more.first)
        return self._behind(whole, more._replace(empty=True))

    def _letter(self, takes: frozenset[int]) -> _Automaton:
        self.takes.append(takes)
        self.follow.append(set())
        here = frozenset({len(self.takes) - 1})
        return _Automaton(here, here, False)


def _letters(kind: Any, argument: Any, folded: bool) -> frozenset[int]:
    """Return the letters of the universe that one position matches."""
    if kind is sre.ANY:
        return frozenset(_UNIVERSE)
    items = argument if kind is sre.IN else [(sre.LITERAL, argument)]
    negated = kind is sre.NOT_LITERAL or items[0][0] is sre.NEGATE
    taken = {
        code
        for code in _UNIVERSE
        if any(_takes(item, other) for item in items for other in (_cases(code) if folded else (code,)))
    }
    return frozenset(set(_UNIVERSE) - taken if negated else taken)


def _cases(code: int) -> set[int]:
    letter = chr(code)
    return {ord(other) for other in (letter, letter.lower(), letter.upper()) if len(other) == 1}


_CLASSES: dict[Any, Callable[[str], bool]] = {
    sre.CATEGORY_DIGIT: str.isdigit,
    sre.CATEGORY_SPACE: str.isspace,
    sre.CATEGORY_WORD: lambda letter: letter.isalnum() or letter == "_",
}
_OTHERS = {
    sre.CATEGORY_NOT_DIGIT: sre.CATEGORY_DIGIT,
    sre.CATEGORY_NOT_SPACE: sre.CATEGORY_SPACE,
    sre.CATEGORY_NOT_WORD: sre.CATEGORY_WORD,
}


def _takes(item: Any, code: int) -> bool:
    kind, argument = item
    if kind is sre.LITERAL:
        return bool(argument == code)
    if kind is sre.RANGE:
        return bool(argument[0] <= code <= argument[1])
    if kind is sre.CATEGORY:
        positive = _OTHERS.get(argument, argument)
        letter = chr(code)
        return bool(_CLASSES[positive](letter)) != (argument in _OTHERS)
    return False
