"""Literal texts that a pattern needs for a match: one automaton searches them before any pattern is tried.

They are computed when policies are built, and stored with them: parsing all patterns takes a tenth of a small audit.
"""

from collections.abc import Iterable
from itertools import product
from re import _constants as ops  # type: ignore[attr-defined]  # the standard library's own parser: private, and stable since 3.11
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_MOST = 64


def needed_by_any(patterns: Iterable[str]) -> tuple[str, ...]:
    """Return texts, one of which is in any match of the patterns; none if a pattern has no such texts."""
    each = [required_literals(pattern) for pattern in patterns]
    return tuple(sorted(frozenset().union(*each))) if all(each) else ()


def required_literals(pattern: str) -> frozenset[str]:
    """Return lower-case texts of two letters or more, one of which is in any match; empty if there are none."""
    return frozenset(_of(parser.parse(pattern)) or ())


def _of(tokens: Iterable[tuple[Any, Any]]) -> set[str] | None:
    """Return the best set for a sequence: the one whose shortest text is longest."""
    best: set[str] | None = None
    run: set[str] = {""}
    for operator, argument in tokens:
        choices = _choices(operator, argument)
        if choices is not None and len(run) * len(choices) <= _MOST:
            run = {left + right for left, right in product(run, choices)}
            continue
        best, run = _better(best, run), {""}
        if operator in (ops.SUBPATTERN, ops.BRANCH):
            best = _better(best, _inner(operator, argument) or {""})
    return _better(best, run)


def _choices(operator: Any, argument: Any) -> set[str] | None:
    """Return the texts that one token matches if they are few and literal; assertions match ""."""
    if operator is ops.LITERAL:
        return {chr(argument).lower()}
    if operator in (ops.AT, ops.ASSERT, ops.ASSERT_NOT):
        return {""}
    if operator is ops.SUBPATTERN:
        return _sequence(argument[-1])
    if operator is ops.BRANCH:
        parts = [_sequence(branch) for branch in argument[1]]
        return None if None in parts else set().union(*(part for part in parts if part))
    if operator is ops.IN:
        return _one_of(argument)
    if operator is ops.MAX_REPEAT and argument[:2] == (0, 1):
        inner = _sequence(argument[2])
        return None if inner is None else inner | {""}
    return None


def _one_of(items: Iterable[tuple[Any, Any]]) -> set[str] | None:
    """Return a small set of characters; white space is one blank, as in folded text."""
    found: set[str] = set()
    for operator, argument in items:
        if operator is ops.LITERAL:
            found.add(chr(argument).lower())
        elif operator is ops.RANGE and argument[1] - argument[0] < 10:
            found |= {chr(code).lower() for code in range(argument[0], argument[1] + 1)}
        elif operator is ops.CATEGORY and argument is ops.CATEGORY_SPACE:
            found.add(" ")
        else:
            return None
    return found


def _sequence(tokens: Iterable[tuple[Any, Any]]) -> set[str] | None:
    texts = {""}
    for operator, argument in tokens:
        choices = _choices(operator, argument)
        if choices is None or len(texts) * len(choices) > _MOST:
            return None
        texts = {left + right for left, right in product(texts, choices)}
    return texts


def _inner(operator: Any, argument: Any) -> set[str] | None:
    """Return the texts that a group or an alternation needs: for an alternation one text of every branch."""
    if operator is ops.SUBPATTERN:
        return _of(argument[-1])
    found = [_of(branch) for branch in argument[1]]
    return None if None in found else set().union(*(part for part in found if part))


def _better(first: set[str] | None, second: set[str]) -> set[str] | None:
    if min(map(len, second)) < 2:
        return first
    return second if first is None or min(map(len, second)) > min(map(len, first)) else first
