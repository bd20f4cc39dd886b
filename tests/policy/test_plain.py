from collections.abc import Callable
from typing import Any

import pytest

from mhaudit.policy import plain


def test_what_has_the_right_type_comes_through() -> None:
    assert plain.one("x", str) == "x"
    assert repr(plain.one(3.0, int)) == "3"
    assert plain.maybe({"a": "x"}, "a") == "x"
    assert plain.maybe({}, "a") is None
    assert plain.text({}, "a") == ""
    assert plain.entries([1, "x"]) == [1, "x"]
    assert plain.texts(["x", "y"]) == ("x", "y")
    assert plain.by_language({"en": ["x", "y"], "de": ["y", "z"]}) == ("x", "y", "z")
    assert plain.bounds([0, 1.5]) == (0.0, 1.5)
    assert plain.span([0, 3]) == (0, 3)
    assert plain.span(None) is None
    assert plain.severity("high") == "high"


@pytest.mark.parametrize(
    "call",
    [
        lambda: plain.one(True, int),
        lambda: plain.one(1, bool),
        lambda: plain.one(3.5, int),
        lambda: plain.one(float("inf"), int),
        lambda: plain.one(1.0, bool),
        lambda: plain.maybe({"a": 1}, "a"),
        lambda: plain.text({"a": None}, "a"),
        lambda: plain.entries(("x",)),
        lambda: plain.texts("xy"),
        lambda: plain.texts([1]),
        lambda: plain.bounds("ab"),
        lambda: plain.span([0, 1.5]),
        lambda: plain.severity("grave"),
        lambda: plain.severity([]),
    ],
)
def test_what_has_another_type_is_refused(call: Callable[[], object]) -> None:
    with pytest.raises(TypeError):
        call()


@pytest.mark.parametrize(
    "when",
    [{}, {"party": ["a"], "roles": ["b"]}, 7, ["party"], {"party": "a"}, {"any": {}}, {"not": [{"party": ["a"]}]}],
)
def test_a_condition_is_one_test_or_others_below_it(when: Any) -> None:
    with pytest.raises(TypeError):
        plain.condition(when)
    assert plain.condition({"all": [{"not": {"party": ["a", "b"]}}]}) == {"all": ({"not": {"party": ("a", "b")}},)}
