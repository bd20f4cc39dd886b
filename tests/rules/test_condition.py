"""The rule language: all, any, not, and tests on named fields."""

import pytest

from mhaudit.rules.condition import compile_condition

FACT = {"category": ("mood.score",), "party": ("third",), "roles": ("analytics", "advertising")}


@pytest.mark.parametrize(
    "when",
    [
        {"category": ["mood"]},
        {"category": ["sleep", "mood.score"]},
        {"category": "mood"},
        {"category": ["mood"], "party": ["third"]},
        {"roles": ["advertising"]},
        {"all": [{"category": ["mood"]}, {"party": ["third"]}]},
        {"any": [{"category": ["sleep"]}, {"party": ["third"]}]},
        {"not": {"party": ["first"]}},
        {"not": {"phase": ["launch"]}},
        {"all": []},
    ],
)
def test_holds(when: dict[str, object]) -> None:
    assert compile_condition(when)(FACT) is True


@pytest.mark.parametrize(
    "when",
    [
        {"category": ["moo"]},  # a prefix of a word is not above it
        {"category": ["mood.score.x"]},
        {"category": ["mood"], "party": ["first"]},
        {"all": [{"category": ["mood"]}, {"party": ["first"]}]},
        {"any": [{"category": ["sleep"]}, {"party": ["first"]}]},
        {"any": []},
        {"not": {"party": ["third"]}},
        {"phase": ["launch"]},  # a field that the fact does not have
    ],
)
def test_does_not_hold(when: dict[str, object]) -> None:
    assert compile_condition(when)(FACT) is False
