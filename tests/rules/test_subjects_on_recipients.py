"""Rules about who was contacted, and when."""

from mhaudit.model.knowledge import SeverityCase
from mhaudit.model.reasons import because
from mhaudit.rules.subjects import fields_of
from tests.rules.knowledge import grounds, observation, recipient, rule, supports

REFUSED = rule(
    subject="recipient",
    severity="high",
    when={"all": [{"party": ["third"]}, {"phase": ["after-refusal"]}]},
    cases=(SeverityCase(when={"not": {"identified_in": ["after-refusal"]}}, severity="medium"),),
)


def test_a_host_whose_name_was_only_looked_up_was_not_contacted() -> None:
    hosts = [
        recipient("a.example", exchanges=2),
        recipient("b.example", exchanges=0, listed=5),
        recipient("c.example", exchanges=0, lookups=9),
        recipient("d.example", exchanges=0, attempts=1),
    ]
    found = supports(rule(subject="recipient", when={"party": ["third"]}), grounds(hosts))
    assert [(support.host, support.sightings) for support in found] == [
        ("a.example", 2),
        ("b.example", 5),
        ("d.example", 1),
    ]


def test_a_rule_on_phases_reports_only_those_phases() -> None:
    host = recipient(phases=("after-consent", "after-refusal"), exchanges=9)
    visits = {"t.example": {"after-refusal": 4, "after-consent": 5}}
    (support,) = supports(REFUSED, grounds([host], visits=visits))
    assert (support.phases, support.sightings, support.severity) == (("after-refusal",), 4, "medium")
    assert (support.observations, support.remark) == ((), None)
    assert supports(REFUSED, grounds([recipient(phases=("after-consent",))])) == []


def test_identifiers_after_refusal_weigh_more_and_repeated_ones_are_remarked() -> None:
    host = recipient(phases=("before-consent", "after-refusal"))
    seen = [
        observation("identifier.user", phase="before-consent", id="o-1"),
        observation("identifier.user", phase="after-refusal", id="o-2"),
        observation("mood.score", phase="after-refusal", id="o-3"),
        observation("identifier.user", phase="after-refusal", id="o-4", certainty="possible"),
    ]
    again = {"t.example": {"after-refusal": {"identifier.user"}, "before-consent": {"identifier.user"}}}
    (support,) = supports(REFUSED, grounds([host], seen, again=again))
    assert (support.severity, support.observations, support.categories) == ("high", ("o-2",), ("identifier.user",))
    said = because("phase-again", phase="after-refusal", kinds=("identifier.user",))
    assert support.remark == said
    (fresh,) = supports(REFUSED, grounds([host], seen))
    assert (fresh.severity, fresh.remark) == ("high", None)


def test_the_same_values_can_be_asked_for() -> None:
    same = rule(subject="recipient", when={"same_in": ["after-refusal"]})
    host = recipient(phases=("before-consent", "after-refusal"))
    assert supports(same, grounds([host])) == []
    again = {"t.example": {"after-refusal": {"identifier.user"}}}
    assert [support.phases for support in supports(same, grounds([host], again=again))] == [("after-refusal",)]


def test_fields_are_found_however_deep() -> None:
    assert fields_of({"all": [{"party": ["third"]}, {"not": {"any": [{"phase": ["x"]}]}}]}) == {"party", "phase"}
