"""All detectors at once, with the policies that come with the program."""

import json

import pytest

from mhaudit.detect.detectors import Detectors
from mhaudit.model.subject import Persona
from mhaudit.policy import load
from tests.detect.sample import EMAIL, PERSONA, USER, VALUES, hits, seen

DETECTORS = Detectors(load(), PERSONA)


def told(value: object) -> set[tuple[str, str]]:
    return {(category, detector) for category, detector, _, _ in seen(DETECTORS, body=json.dumps(value).encode())}


@pytest.mark.parametrize(
    ("value", "fact"),
    [
        ({"mood": 3}, ("mood.score", "field")),
        ({"mood": "hopeless"}, ("mood.label", "field")),
        ({"phq9_total": 14}, ("questionnaire.total", "field")),
        ({"phq9_q9": 2}, ("crisis.flag", "field")),
        ({"note": "my GAD-7 score is 11"}, ("questionnaire.total", "event")),
        ({"suicidal_ideation": True}, ("crisis.flag", "field")),
        ({"journal_entry": "I could not get up again today"}, ("free_text.journal", "field")),
        ({"event": "Mood Logged"}, ("mood.event", "event")),
        ({"idfa": "9e107d9d-372b-4826-81d3-5420bd4cde11"}, ("identifier.advertising", "field")),
        ({"email": "ada@mail.example"}, ("identity.email", "field")),
        ({"anything": "ada@mail.example"}, ("identity.email", "shape")),
        ({"anything": EMAIL}, ("identity.email", "planted")),
        ({"u": USER}, ("identifier.user", "planted")),
    ],
)
def test_hits_of_one_exchange(value: object, fact: tuple[str, str]) -> None:
    assert fact in told(value)


@pytest.mark.parametrize(
    "value",
    [
        {"mood_board": 3, "board": "mood board for the kitchen"},
        {"event": "Moodle course opened"},
        {"event": "Checking readiness..."},
        {"event": "check in at the hotel"},
        {"event": "stress_test finished", "stress_test": 4, "load_test": 3},
        {"event": "audit_log", "audit": 3, "audit_total": 12},
        {"event": "sleep(200)", "sleep": 200},
        {"thread": "sleep", "sleep_ms": 200},
        {"event": "cycle started", "cycle": 3, "billing_cycle": 4},
        {"event": "depression of the key", "key_depression": 0.4},
        {"event": "session_start"},
        {"idfa": "00000000-0000-0000-0000-000000000000", "lat": 1, "limit_ad_tracking": True},
        {"mood": "slate", "moodle": 3},
        {"phq9_total": 101},
        {"note": "PHQ-9 in 2026"},
        {"journal": "Nature"},
        {"color": "blue", "score": 3, "level": 4, "value": 5, "answer": 2},
        {"therapist": None, "diagnosis": "", "medication": []},
    ],
)
def test_similar_values_are_not_hits(value: object) -> None:
    sensitive = (
        "mood.",
        "questionnaire.",
        "crisis.",
        "sleep.",
        "cycle.",
        "diagnosis.",
        "medication.",
        "therapy.",
        "free_text.",
    )
    assert {fact for fact in told(value) if fact[0].startswith((*sensitive, "identifier.advertising"))} == set()


def test_a_known_field_hides_no_planted_value() -> None:
    found = told({"email": EMAIL})
    assert found >= {("identity.email", "field"), ("identity.email", "planted")}


def test_responses_yield_planted_values_only() -> None:
    found = seen(DETECTORS, response_body=json.dumps({"email": EMAIL, "mood": 3, "other": "ada@mail.example"}).encode())
    assert found == [("identity.email", "planted", "plain", "response-body > json:/email")]


def test_the_decoy_is_searched_and_never_found() -> None:
    assert DETECTORS.decoys == len(VALUES)
    body = json.dumps({"all": list(VALUES.values()), "mood": 3, "note": "ada@mail.example"}).encode()
    assert [hit for hit in hits(DETECTORS, body=body) if hit.decoy] == []
    assert Detectors(load(), None).decoys == 0
    assert Detectors(load(), Persona(id="p", values=())).decoys == 0


def test_one_exchange_says_nothing_of_the_next() -> None:
    first = seen(DETECTORS, body=b'{"mood": 3}')
    seen(DETECTORS, body=json.dumps({"email": EMAIL, "salt": "x", "form": "PHQ-9"}).encode())
    assert seen(DETECTORS, body=b'{"mood": 3}') == first
    assert seen(DETECTORS, body=b"{}") == []


def test_what_holds_a_value() -> None:
    assert DETECTORS.holds_value(f"x-{EMAIL}")
    assert not DETECTORS.holds_value("x-mail")
