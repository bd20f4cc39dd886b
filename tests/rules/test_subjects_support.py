"""What speaks for a finding."""

from mhaudit.rules.condition import compile_condition
from mhaudit.rules.subjects import CompiledRule, general
from tests.rules.knowledge import rule


def test_indices_are_taken_out_of_a_place_and_names_are_not() -> None:
    place = "body > json:/batch/10/q1/0 > base64 > json:/mood2"
    assert general(place) == "body > json:/batch/*/q1/* > base64 > json:/mood2"


def test_the_first_case_that_holds_replaces_the_severity() -> None:
    cases = ((compile_condition({"party": ["first"]}), "low"), (compile_condition({"roles": ["cdn"]}), "info"))
    compiled = CompiledRule(rule(severity="high"), compile_condition({}), cases)  # type: ignore[arg-type]
    assert compiled.severity({"party": ("third",), "roles": ("cdn",)}) == "info"
    assert compiled.severity({"party": ("first",), "roles": ("cdn",)}) == "low"
    assert compiled.severity({"party": ("third",)}) == "high"
