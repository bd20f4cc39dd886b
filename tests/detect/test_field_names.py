"""What fields mean: the name, the shape of the value, and what stands beside it."""

import json

import pytest

from mhaudit.detect.detectors import Detectors
from mhaudit.model.knowledge import FieldRule, Shape
from mhaudit.model.reasons import english
from tests.detect.sample import SMALL, hits, kind, policies, seen

DETECTORS = Detectors(SMALL, None)


def meanings(value: object) -> list[tuple[str, str, str]]:
    found = seen(DETECTORS, body=json.dumps(value).encode())
    return [(category, detector, place) for category, detector, _, place in found]


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"mood": 3}, "body > json:/mood"),
        ({"Mood-Score": "7"}, "body > json:/Mood-Score"),
        ({"mood": [3]}, "body > json:/mood/0"),
        ({"user": {"currentMood": 0}}, "body > json:/user/currentMood"),
        ({"key": "mood", "value": 3}, "body > json:/value"),
        ({"d": '{"mood": 3}'}, "body > json:/d > json:/mood"),
        ({"u": "https://a.example/?mood=3"}, "body > json:/u > query:mood"),
    ],
)
def test_a_mood_is_known_by_its_name_and_shape(value: object, place: str) -> None:
    assert meanings(value) == [("mood.score", "field", place)]


@pytest.mark.parametrize(
    "value",
    [
        {"mood": 11},
        {"mood": -1},
        {"mood": 2.5},
        {"mood": "blue"},
        {"mood": True},
        {"mood": None},
        {"mood": ""},
        {"mood": "0"},  # zeros are no value
        {"mood": {"board": 3}},
        {"mood_board": 3},
        {"moodle": 3},
        {"score": 3},
        {"key": "colour", "value": 3},
    ],
)
def test_a_wrong_name_or_shape_is_not_a_mood(value: object) -> None:
    assert meanings(value) == []


def test_every_part_is_looked_at() -> None:
    found = seen(
        DETECTORS,
        path="/e?mood=3#mood=4",
        headers=(("X-Mood", "1"), ("Mood", "5"), ("Cookie", "mood=6; colour=7")),
        body=b"mood=8&colour=9",
    )
    assert [place for _, _, _, place in found] == [
        "query:mood",
        "fragment:mood",
        "header:x-mood",
        "header:mood",
        "cookie:mood",
        "body > form:mood",
    ]


def test_what_the_server_says_is_not_sending() -> None:
    assert seen(DETECTORS, response_body=b'{"mood": 3}', response_headers=(("Set-Cookie", "mood=3"),)) == []


def test_a_word_says_a_label_and_a_sentence_says_it_perhaps() -> None:
    (short,) = seen(DETECTORS, body=b'{"feeling": "so worn out"}')
    (long,) = seen(DETECTORS, body=b'{"feeling": "I am so worn out by all of this"}')
    assert short == ("mood.label", "field", "plain", "body > json:/feeling")
    assert long == ("mood.label", "shape", "wording", "body > json:/feeling")
    assert seen(DETECTORS, body=b'{"feeling": "a saddle and a worn outfit"}') == []


@pytest.mark.parametrize(
    "body",
    [
        {"form": "PHQ-9", "answer_value": 2},
        {"phq9": {"answer_value": 2}},
        {"a": {"answer_value": 2}, "b": "the phq_9 of today"},
    ],
)
def test_a_general_name_counts_beside_a_questionnaire(body: object) -> None:
    found = meanings(body)
    assert [category for category, _, _ in found] == ["questionnaire.item"]


@pytest.mark.parametrize(
    "body", [{"answer_value": 2}, {"form": "NPS-9", "answer_value": 2}, {"form": "PHQ-9", "answer_value": 20}]
)
def test_a_general_name_alone_says_nothing(body: object) -> None:
    assert meanings(body) == []


@pytest.mark.parametrize("zeros", ["00000000-0000-0000-0000-000000000000", "0", "000000000000000"])
def test_an_identifier_of_zeros_is_none(zeros: str) -> None:
    rule = FieldRule(keys=("idfa",), shapes=(Shape(type="any"),))
    detectors = Detectors(policies(kind("identifier.advertising", fields=(rule,))), None)
    assert seen(detectors, body=json.dumps({"idfa": zeros}).encode()) == []
    assert len(seen(detectors, body=b'{"idfa": "3f0c8a52-91d7-4b6e-8c1e-5a7be2f4d960"}')) == 1


def test_two_kinds_under_one_name_are_both_found() -> None:
    rule = FieldRule(keys=("mood",), shapes=(Shape(type="any"),))
    detectors = Detectors(policies(kind("a.b", fields=(rule,)), kind("c.d", fields=(rule,))), None)
    assert [category for category, _, _, _ in seen(detectors, body=b'{"mood": "x"}')] == ["a.b", "c.d"]


MOOD = {"mood.score": "Mood score"}


def test_why() -> None:
    (hit,) = hits(DETECTORS, body=b'{"userMood": 3}')
    assert english(hit.reason, MOOD) == "the field 'userMood' means mood score (mood) and its value has that shape"
    assert (hit.certainty, hit.value) == ("likely", 3)
    (hit,) = [hit for hit in hits(DETECTORS, body=b'{"form": "PHQ-9", "answer_value": 2}') if hit.detector == "field"]
    assert english(hit.reason, MOOD).endswith("and its value has that shape; a questionnaire is named beside it")
