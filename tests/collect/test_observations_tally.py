"""Observations are counted by place up to a bound; over it they are counted together, in whatever order they came."""

from collections.abc import Sequence

from mhaudit.collect.observations import Observations
from mhaudit.detect.hit import Hit
from mhaudit.model.audit import Observation
from mhaudit.model.capture import Exchange
from mhaudit.model.reasons import because, english
from tests.collect.sightings import REDACT, at, exchange, hit, shown

PARTY = {"x.tracker.example": "third"}


def add(known: Observations, seen: Exchange, hits: Sequence[Hit]) -> None:
    known.add(seen, shown(seen), hits)


def fill(facts: Observations, numbers: list[int]) -> Observations:
    """A mood at a place of its own in each exchange."""
    for number in numbers:
        add(
            facts,
            exchange(number),
            [hit(trail=at(f"field{number}"), reason=because("noted", text=f"seen in {number}"))],
        )
    return facts


def told(facts: Observations) -> list[Observation]:
    return facts.observations(PARTY)  # type: ignore[arg-type]


def test_two_hundred_places_are_counted_separately() -> None:
    seen = told(fill(Observations(REDACT), list(range(1, 201))))
    assert len(seen) == 200
    assert {one.count for one in seen} == {1}


def test_one_more_and_they_are_one_fact_with_its_first_places() -> None:
    (seen,) = told(fill(Observations(REDACT), list(range(1, 301))))
    assert seen.count == 300
    assert [place.place for place in seen.at] == [f"body > json:/field{number}" for number in range(1, 6)]
    assert english(seen.reason, {}) == "at so many places that they are counted as one; at the first of them: seen in 1"


def test_other_kinds_and_parts_stay_apart() -> None:
    facts = fill(Observations(REDACT), list(range(1, 301)))
    add(facts, exchange(301), [hit("mood.label"), hit(trail=(None, "query", "mood"))])
    assert [(one.category, one.count) for one in told(facts)] == [
        ("mood.label", 1),
        ("mood.score", 300),
        ("mood.score", 1),
    ]


def test_a_place_that_was_known_before_is_counted_with_the_others() -> None:
    facts = fill(Observations(REDACT), [*range(1, 301), 7, 7])
    (seen,) = told(facts)
    assert seen.count == 302


def test_shares_come_to_the_same_as_one_process() -> None:
    whole = fill(Observations(REDACT), list(range(1, 252)))
    even, odd = fill(Observations(REDACT), list(range(2, 252, 2))), fill(Observations(REDACT), list(range(1, 252, 2)))
    even.merge(odd.state())
    assert told(even) == told(whole)
    assert len(told(whole)) == 1


def test_a_key_that_is_named_like_the_bound_is_a_place_like_others() -> None:
    facts = Observations(REDACT)
    add(facts, exchange(1), [hit(trail=at("mood > …"), reason=because("noted", text="seen"))])
    assert [english(one.reason, {}) for one in told(facts)] == ["seen"]


def test_what_was_gathered_in_one_share_gathers_the_other() -> None:
    many, few = fill(Observations(REDACT), list(range(1, 251))), fill(Observations(REDACT), list(range(251, 254)))
    few.merge(many.state())
    assert [one.count for one in told(few)] == [253]
    assert told(few) == told(fill(Observations(REDACT), list(range(1, 254))))
