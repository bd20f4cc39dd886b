"""Facts with the certainty of each kind as a word."""

from msgspec.structs import replace

from mhaudit.model.audit import Finding
from mhaudit.report.text.companies import kinds
from mhaudit.report.text.evidence import MOST_FACTS, facts_of, legend, observation_said, places_of, with_certainty
from mhaudit.report.text.language import speaking
from mhaudit.report.text.statements import Statement, statements
from tests.report import sample


def said() -> tuple[Statement, ...]:
    return statements(sample.full(), kinds(sample.full()))


def finding(rule: str) -> Finding:
    return next(one for one in sample.full().findings if one.rule == rule)


def test_one_certainty_is_said_once_and_several_with_their_kinds() -> None:
    by_host = {one.recipient.host: with_certainty(one) for one in said()}
    assert by_host["px.acme.example"] == (
        "Acme Metrics, Inc. (px.acme.example) received our test data: journal text. Certainty: proven."
    )
    assert by_host["px.metrics.example"].endswith("Certainty of user id: likely. Certainty of PHQ-9 total: possible.")


def test_what_goes_with_every_request_is_left_out_as_in_the_sentence() -> None:
    audit = sample.full()
    seen = sample.observation(9, "identifier.session", "px.acme.example", "field")
    made = sample.with_facts(replace(audit, observations=(*audit.observations, seen)))
    (one,) = [one for one in statements(made, kinds(made)) if one.recipient.host == "px.acme.example"]
    assert [each.kind.id for each in one.kinds] == ["free_text.journal", "identifier.session"]
    assert with_certainty(one).endswith("received our test data: journal text. Certainty: proven.")


def test_the_legend_has_the_surest_first() -> None:
    with speaking("en"):
        assert legend() == {
            "proven": "our own test data, or a field that changed with it",
            "declared": "the SDK’s documentation or code says what the field means",
            "likely": "the name of the field, event or page suggests it, and the value fits",
            "possible": "only the shape of the value suggests it",
        }
    with speaking("de"):
        assert list(legend()) == ["bewiesen", "deklariert", "wahrscheinlich", "möglich"]


def test_an_observation_says_which_way_it_went() -> None:
    audit = sample.full()
    host = next(one for one in audit.recipients if one.host == "in.acme.example")
    seen = audit.observations[2]
    kind = kinds(audit)[seen.category]
    assert observation_said(seen, host, kind, audit) == (
        "Acme Metrics, Inc. (in.acme.example) received our test data: journal text. Certainty: proven."
    )
    assert observation_said(replace(seen, direction="received"), host, kind, audit) == (
        "The app received our test data: journal text from Acme Metrics, Inc. (in.acme.example). Certainty: proven."
    )
    named = replace(seen, at=(replace(seen.at[0], event="entry saved"),))
    assert observation_said(named, host, kind, audit) == (
        "Acme Metrics, Inc. (in.acme.example) received the event “entry saved”, with our test data: journal text. "
        "Certainty: proven."
    )


def test_a_finding_has_its_own_facts_and_places() -> None:
    assert facts_of(finding("HLT-005"), said(), sample.full()) == [
        "Acme Metrics, Inc. (px.acme.example) received our test data: journal text. Certainty: proven."
    ]
    assert [(at.capture, at.exchange) for at in places_of(finding("HLT-005"), sample.full())] == [("meadow.mitm", 3)]
    assert (facts_of(finding("TRK-001"), said(), sample.full()), [*places_of(finding("TRK-001"), sample.full())]) == (
        [],
        [],
    )


def test_many_facts_are_counted() -> None:
    (one,) = [one for one in said() if one.recipient.host == "px.acme.example"]
    for number, last in ((MOST_FACTS, with_certainty(one)), (MOST_FACTS + 2, "2 more facts are in the report.")):
        many = facts_of(finding("HLT-005"), [one] * number, sample.full())
        assert (len(many), many[-1]) == (MOST_FACTS + (number > MOST_FACTS), last)
