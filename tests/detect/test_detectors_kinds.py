"""Names by their core, what happened beside what was said, values that say nothing: by the policies of the program."""

import json
from typing import Any

import pytest

from mhaudit.detect.detectors import Detectors
from mhaudit.model.subject import Persona, PlantedValue
from mhaudit.policy import load
from tests.detect.sample import hits

TYPED = {
    "diagnosis.code": "J45.9",
    "identity.address": "Große Allee 5, 10115 Berlin",
    "identity.birth_date": "1988-09-02",
    "identity.name": "Ines Ruiz",
}
PERSONA = Persona(id="p", values=tuple(PlantedValue(category=kind, value=text) for kind, text in TYPED.items()))
PLAIN, PLANTED = Detectors(load(), None), Detectors(load(), PERSONA)


def told(value: Any, **fields: Any) -> set[tuple[str, str]]:
    given = fields or {"body": json.dumps(value).encode()}
    return {(hit.category, hit.detector) for hit in hits(PLAIN, **given)}


@pytest.mark.parametrize(
    ("value", "category"),
    [
        ({"avg_mood_score_week": 3}, "mood.score"),
        ({"last_day_mood": 3}, "mood.score"),
        ({"confirm_email": "ada@mailbox.example"}, "identity.email"),
        ({"signup_flow_phone_number": "+49 30 5550 1433"}, "identity.phone"),
        ({"anhedonia": 3}, "questionnaire.item"),
        ({"panic_attacks": "nearly_every_day"}, "questionnaire.item"),
        ({"feeling": "awesome"}, "mood.label"),
        ({"calorie_goal": 900}, "body.measure"),
        ({"is_pregnant": True}, "health.other"),
        ({"byear": 1988}, "identity.age"),
        ({"age_group": "18-24"}, "identity.age"),
        ({"postal_code": "50001"}, "location.coarse"),
        ({"insurance_number": "A123456780"}, "identity.number"),
        ({"icd10": "T14.91"}, "crisis.flag"),
        ({"icd10": "T14.91"}, "diagnosis.code"),
        ({"dsm5_code": "296.32"}, "diagnosis.code"),
    ],
)
def test_what_a_field_means(value: Any, category: str) -> None:
    assert (category, "field") in told(value)


@pytest.mark.parametrize(
    "value",
    [
        {"mood_board_count": 3},
        {"mood_reminder": 3},
        {"email_count": "ada"},
        {"relapse": False},
        {"crisis_detected": "false"},
        {"lat": 0.0, "lon": 0.0},
        {"latitude": -1, "longitude": -180},
        {"accel": "-0.191,-0.312"},
        {"gravity": "3.191,9.812"},
        {"email": "user@example.com", "contact_email": "no-reply@lantern.example"},
        {"phone": "1-800-555-0199"},
        {"code": "R45.851", "icd10": "v10", "dx": 12},
        {"cookie_count": 3},
    ],
)
def test_what_says_nothing(value: Any) -> None:
    assert told(value) == set()


@pytest.mark.parametrize(
    ("event", "category"),
    [
        ("journal_saved", "usage.action"),
        ("chat_message_sent", "usage.action"),
        ("mood_logged", "mood.event"),
        ("gad7_result_viewed", "questionnaire.event"),
        ("Anxiety quiz", "questionnaire.event"),
        ("Weight logged", "body.measure"),
        ("Notification opened", "engagement.notification"),
    ],
)
def test_that_something_happened_is_a_kind_of_its_own(event: str, category: str) -> None:
    assert told({"event": event}) == {(category, "event")}


def test_a_food_diary_is_not_a_journal() -> None:
    assert told({"event": "Diary Entry Completed Successfully"}) <= {
        ("usage.action", "event"),
        ("body.measure", "event"),
    }


def test_a_recipients_own_cookie_is_not_a_login_of_the_app() -> None:
    session = "39386F6CA8C915B78576BE26FF5C96C2"
    assert told(None, headers=(("Cookie", f"JSESSIONID={session}"),)) == set()
    assert told({"jsessionid": session}) == {("credential.token", "field")}


def test_a_score_in_the_address_of_a_test() -> None:
    page = "https%3A%2F%2Fapp.example%2Fdepression-test%2Fresult%3Fscore%3D17"
    assert ("questionnaire.total", "field") in told(None, path=f"/tr?dl={page}")
    assert ("questionnaire.total", "field") not in told(None, path=f"/tr?dl={page.replace('depression-test', 'chess')}")


@pytest.mark.parametrize(
    ("value", "category", "part"),
    [
        ({"form": {"diagnosis": "J45.9"}}, "diagnosis.code", ""),
        ({"zip": "10115"}, "identity.address", "post code"),
        ({"city": "Berlin"}, "identity.address", "city"),
        ({"birth_year": "1988"}, "identity.birth_date", "year"),
        ({"first_name": "Ines"}, "identity.name", "first name"),
    ],
)
def test_a_planted_value_in_part_keeps_its_kind(value: Any, category: str, part: str) -> None:
    found = [hit for hit in hits(PLANTED, body=json.dumps(value).encode()) if hit.detector == "planted"]
    assert {(hit.category, hit.certainty, hit.part) for hit in found} == {(category, "proven", part)}


@pytest.mark.parametrize("value", [{"note": "J45.9"}, {"zip": "10117"}, {"last_name": "Ines"}, {"city": "Bern"}])
def test_a_short_text_elsewhere_is_chance(value: Any) -> None:
    found = [hit for hit in hits(PLANTED, body=json.dumps(value).encode()) if hit.detector == "planted"]
    assert [hit for hit in found if hit.part != "first name"] == []
