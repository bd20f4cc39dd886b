import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mhaudit.policy import load
from mhaudit.policy.pattern_literals import needed_by_any, required_literals


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        (r"\bmood logged\b", {"mood logged"}),
        (r"\bmoods? (?:logged|saved)\b", {"mood logged", "moods logged", "mood saved", "moods saved"}),
        (r"(?i)(?<![A-Za-z0-9])PHQ[\s_-]?9(?![0-9])", {"phq9", "phq 9", "phq_9", "phq-9"}),
        (r"phq\W{0,3}nine", {"nine"}),
        (r"a(?:b|\w+)cde", {"cde"}),
        (r"(?:sad|low) .* mood", {" mood"}),
        (r"tired|worn out", {"tired", "worn out"}),
        (r"\w+", set()),
        (r"a|\d+", set()),
        (r"x", set()),
        (r"(?:ab)?", set()),
        (r"", set()),
    ],
)
def test_what_a_pattern_can_not_do_without(pattern: str, literals: set[str]) -> None:
    assert required_literals(pattern) == literals


_PARTS = st.sampled_from(
    ["mood", "sad", "(?:low|down)", "(?:very )?", r"\b", r"\w+", "[ _-]", "s?", r"\d{1,2}", "(?!board)", ".*"]
)
_WORDS = st.sampled_from(["mood", "sad", "low", "down", "very ", "9", " ", "_", "board", "x", "s"])


@given(st.lists(_PARTS, min_size=1, max_size=5), st.lists(_WORDS, max_size=8))
def test_whatever_matches_holds_one_of_them(parts: list[str], words: list[str]) -> None:
    pattern, text = "".join(parts), "".join(words)
    literals = required_literals(pattern)
    if re.search(pattern, text) and literals:
        assert any(literal in text for literal in literals)


def test_what_all_of_several_patterns_need_or_nothing_where_one_needs_nothing() -> None:
    assert needed_by_any(["mood logged", "felt (?:low|sad)"]) == ("felt low", "felt sad", "mood logged")
    assert needed_by_any(["mood logged", r"\w+"]) == ()
    assert needed_by_any([]) == ()


def test_every_shipped_pattern_has_texts_that_it_needs() -> None:
    known = load()
    worded = [kind for kind in known.kinds.values() if kind.events]
    assert len(worded) > 5 and all(kind.needs for kind in worded)
    assert all(instrument.needs for instrument in known.instruments.values())
