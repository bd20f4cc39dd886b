"""Patterns of policy files run on hostile text, so only those with linear or bounded matching time are allowed."""

import re

from mhaudit.policy.ambiguity import is_ambiguous

_ATOM = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)
_GROUP_HEAD = re.compile(r"\((?:\?(?::|=|!|<=|<!|P<\w+>|[aiLmsux-]+:?))?")
_REPEAT = re.compile(r"[*+?]|\{(\d*)(?:,(\d*))?\}")
_BACK_REFERENCE = re.compile(r"(?<!\\)(?:\\\\)*\\[1-9]|\(\?P=")


def complaint(pattern: str) -> str | None:
    """Return why a pattern is refused, or None.

    It must compile, not match the empty text, and contain neither nested repeats nor repeated alternatives that
    overlap.
    """
    try:
        compiled = re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return f"is not a regular expression: {error}"
    if _BACK_REFERENCE.search(pattern):
        return "has a back-reference, which can take exponential time on hostile text"
    if _nested(pattern):
        return "has nested repeats, which can take exponential time on hostile text"
    if is_ambiguous(pattern):
        return "repeats alternatives that overlap or may be empty, which can take exponential time on hostile text"
    if compiled.search(""):
        return "matches the empty text"
    return None


def _nested(pattern: str) -> bool:
    """Return whether a group with an open-ended repeat is itself repeated."""
    open_groups = [False]
    position = 0
    while position < len(pattern):
        if pattern[position] == "(":
            head = _GROUP_HEAD.match(pattern, position)
            position = head.end() if head else position + 1
            open_groups.append(False)
            continue
        closes = pattern[position] == ")"
        inner = open_groups.pop() if closes and len(open_groups) > 1 else False
        atom = _ATOM.match(pattern, position)
        position = atom.end() if atom else position + 1
        repeat = _REPEAT.match(pattern, position)
        open_ended = False
        if repeat:
            position = repeat.end()
            if inner and _most(repeat) > 1:
                return True
            open_ended = _open(repeat)
        open_groups[-1] = open_groups[-1] or inner or open_ended
    return False


def _most(repeat: re.Match[str]) -> float:
    """Return the largest number of repeats."""
    if repeat[0] in "*+?":
        return 1 if repeat[0] == "?" else float("inf")
    least, most = repeat[1], repeat[2]
    return float(most) if most else float(least) if most is None and least else float("inf")


def _open(repeat: re.Match[str]) -> bool:
    """Return whether the number of repeats may vary by more than present or absent."""
    if repeat[0] in "*+?":
        return repeat[0] != "?"
    return repeat[2] is not None and repeat[1] != repeat[2] and _most(repeat) > 1
