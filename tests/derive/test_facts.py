"""Facts: one a host and event, each kind once, the gravest first."""

import pytest
from msgspec.structs import replace

from mhaudit.derive.facts import facts, field_group, weight, with_findings
from mhaudit.model.audit import Certainty, Observation, Sighting
from mhaudit.model.knowledge import Harm
from mhaudit.policy import load
from mhaudit.rules.judge import Judge
from tests.rules.knowledge import ALL, grounds, link, observation, policies, recipient, rule

HARM = Harm(
    id="h",
    title="H",
    kinds={"mood": 60, "crisis": 100, "mood.event": 40},
    other_kinds=10,
    roles={"advertising": 100, "crash": 40},
    other_roles=50,
    parties={"first": 10, "infrastructure": 20, "third": 100, "unknown": 60},
    not_linked=70,
    certainties={"proven": 100, "declared": 90, "likely": 60, "possible": 25},
)


def seen(
    category: str = "mood.score", event: str = "", place: str = "body > json:/props/mood", **changes: object
) -> Observation:
    at = Sighting(capture="a.har", exchange=1, at=None, event=event, part="body", place=place)
    return replace(observation(category, **changes), at=(at,))  # type: ignore[arg-type]


def test_fields_of_one_event_are_one_fact_with_each_kind_once_at_its_best() -> None:
    found = facts(
        [
            seen(event="Mood Logged", id="o-1", certainty="likely"),
            seen(event="Mood Logged", id="o-2", certainty="proven", form="sha256", place="body > json:/x/m"),
            seen("medication.name", event="Mood Logged", id="o-3"),
            seen(event="Other", id="o-4"),
        ],
        [recipient()],
        [],
        HARM,
    )
    by_event = {fact.event: fact for fact in found}
    logged = by_event["Mood Logged"]
    assert [(kind.category, kind.certainty, kind.form) for kind in logged.kinds] == [
        ("medication.name", "proven", "plain"),
        ("mood.score", "proven", "sha256"),
    ]
    assert (logged.observations, logged.organisation) == (("o-1", "o-2", "o-3"), "Tracker, Inc.")
    assert by_event["Other"].observations == ("o-4",)
    assert sorted(fact.rank for fact in found) == [1, 2]


def test_without_an_event_fields_of_one_object_are_one_fact() -> None:
    places = ("body > json:/items/0/mood", "body > json:/items/7/feeling", "body > json:/user/mood", "query:mood")
    found = facts([seen(place=place, id=f"o-{place}") for place in places], [recipient()], [], HARM)
    assert sorted(len(fact.observations) for fact in found) == [1, 1, 2]


def test_received_data_is_not_a_fact() -> None:
    assert facts([seen(direction="received")], [recipient()], [], HARM) == ()


def test_ids_hold_no_number_of_an_item_and_no_capture() -> None:
    (one,) = facts([seen(place="body > json:/0/mood")], [recipient()], [], HARM)
    (other,) = facts([seen(place="body > json:/9/mood", id="o-x")], [recipient()], [], HARM)
    assert one.id == other.id


def test_a_fact_is_linked_by_an_identifier_beside_it_or_by_a_session() -> None:
    def linked(*observations: Observation) -> list[bool]:
        return [fact.linked for fact in facts(observations, [recipient()], [], HARM)]

    assert linked(seen(), seen("identity.email", place="body > json:/props/mail", id="o-2")) == [True]
    assert linked(seen(), seen("identity.gender", place="body > json:/props/sex", id="o-2")) == [False]
    session = replace(link(), observations=("o-mood.score-t.example",))
    assert [fact.linked for fact in facts([seen()], [recipient()], [session], HARM)] == [True]


def test_the_weight_is_kind_times_role_times_party_times_linkage_times_certainty() -> None:
    (fact,) = facts([seen()], [recipient(roles=("crash", "advertising"))], [], HARM)
    assert weight(fact, recipient(roles=("crash", "advertising")), HARM) == 60 * 100 * 100 * 100 * 70
    assert weight(fact, recipient(roles=()), HARM) == 60 * 100 * 50 * 100 * 70
    assert weight(fact, recipient(roles=("crash",), party="first"), HARM) == 60 * 100 * 40 * 10 * 70
    (event,) = facts([seen("mood.event", certainty="likely")], [recipient()], [], HARM)
    assert weight(event, recipient(roles=("advertising",)), HARM) == 40 * 60 * 100 * 100 * 70


def test_the_gravest_leads_and_not_the_one_with_most_kinds() -> None:
    many = [seen(f"device.k{number}", id=f"o-{number}") for number in range(9)]
    found = facts([*many, seen("crisis.flag", event="SOS", id="o-sos")], [recipient()], [], HARM)
    assert [fact.event for fact in found] == ["SOS", ""]


def test_findings_name_the_facts_of_their_observations() -> None:
    sent = [seen(id="o-1"), seen("device.model", event="Start", id="o-2")]
    found = facts(sent, [recipient()], [], HARM)
    findings = Judge(policies(rule()), ALL).findings(grounds([recipient()], sent))
    named, judged = with_findings(found, findings)
    (finding,) = judged
    mood = next(fact for fact in named if "o-1" in fact.observations)
    assert (finding.facts, mood.findings) == ((mood.id,), (finding.id,))
    assert [fact.findings for fact in named if fact is not mood] == [()]


def test_the_place_of_the_object_around_a_field() -> None:
    assert field_group("body > gzip > json:/batch/3/traits/email") == "body > gzip > json:/batch/*/traits"
    assert field_group("body > json:/mood") == "body > json:"
    assert field_group("query:mood") == "query"
    assert field_group("header:cookie") == "header"


def test_the_shipped_order_weighs_every_shipped_kind() -> None:
    harm = load().harm["default"]
    for kind in load().kinds:
        assert kind in harm.kinds or kind.partition(".")[0] in harm.kinds, kind


@pytest.mark.parametrize(
    ("first", "second", "kinds"),
    [
        (("identity.email", "proven"), ("identifier.user", "declared"), ["identity.email"]),
        (("identity.email", "declared"), ("identifier.user", "likely"), ["identity.email"]),
        (("identity.email", "likely"), ("identifier.user", "possible"), ["identifier.user", "identity.email"]),
        (("identity.email", "proven"), ("identifier.user", "proven"), ["identifier.user", "identity.email"]),
        (("chat.message", "proven"), ("questionnaire.total", "likely"), ["chat.message", "questionnaire.total"]),
        (("identity.email", "proven"), ("crisis.text", "possible"), ["crisis.text", "identity.email"]),
    ],
)
def test_one_value_at_one_place_is_one_identifier(
    first: tuple[str, Certainty], second: tuple[str, Certainty], kinds: list[str]
) -> None:
    place = "body > json:/user"
    both = [seen(name, place=place, id=f"o-{name}", certainty=sure) for name, sure in (first, second)]
    (fact,) = facts(both, [recipient()], [], HARM)
    assert [kind.category for kind in fact.kinds] == kinds
    assert len(fact.observations) == 2


def test_an_identifier_at_another_place_too_is_kept() -> None:
    sure = seen("identity.email", place="body > json:/user", id="o-1")
    guess = seen("identifier.user", place="body > json:/user", id="o-2", certainty="declared")
    other = seen("identifier.user", place="body > json:/uid", id="o-3", certainty="declared")
    (fact,) = facts([sure, guess, other], [recipient()], [], HARM)
    assert [kind.category for kind in fact.kinds] == ["identifier.user", "identity.email"]
