"""Questionnaires by key and by wording, in and out of range."""

import json

import pytest

from mhaudit.detect.automaton import SearchPatterns
from mhaudit.detect.detectors import Detectors
from mhaudit.detect.event_text import Instruments
from mhaudit.model.knowledge import Instrument
from mhaudit.model.reasons import english
from tests.detect.sample import PHQ9, hits, policies, seen

GAD7 = Instrument(
    id="gad-7", name="GAD-7", alias=r"(?<![A-Za-z0-9])gad[\s_-]?7(?![0-9])", item=(0, 3), items=7, total=(0, 21)
)
NO_TOTAL = Instrument(id="x-1", name="X-1", alias=r"\bx-1\b")
DETECTORS = Detectors(policies(instruments=(PHQ9, GAD7, NO_TOTAL)), None)


def told(value: object) -> list[tuple[str, str]]:
    return [(category, detector) for category, detector, _, _ in seen(DETECTORS, body=json.dumps(value).encode())]


@pytest.mark.parametrize(
    "value",
    [
        {"phq9": 14},
        {"phq9_total": 0},
        {"PHQ-9 score": 27},
        {"phq_9_total_score": "14"},
        {"phq9Total": 14.0},
        {"my_phq9_result": 14},
        {"gad7_score": 21},
    ],
)
def test_a_total_by_its_key(value: object) -> None:
    assert told(value) == [("questionnaire.total", "field")]


@pytest.mark.parametrize(
    ("value", "categories"),
    [
        ({"phq9_q1": 3}, ["questionnaire.item"]),
        ({"phq9_item_2": "0"}, ["questionnaire.item"]),
        ({"phq9_q9": 1}, ["questionnaire.item", "crisis.flag"]),
        ({"PHQ9_Question_9": 0}, ["questionnaire.item"]),
        ({"gad7_q7": 2}, ["questionnaire.item"]),
    ],
)
def test_an_answer_by_its_key(value: object, categories: list[str]) -> None:
    assert told(value) == [(category, "field") for category in categories]


@pytest.mark.parametrize(
    "value",
    [
        {"phq9_total": 28},
        {"phq9_total": -1},
        {"phq9_total": 14.5},
        {"phq9_total": "many"},
        {"phq9_total": True},
        {"phq9_q1": 4},
        {"gad7_score": 22},
        {"phq9_version": 2},
        {"phq9_completed_at": 14},
        {"phq90": 14},
        {"xphq9": 14},
        {"gad70_score": 3},
    ],
)
def test_out_of_range_or_another_thing(value: object) -> None:
    assert told(value) == []


@pytest.mark.parametrize(
    "text",
    [
        "PHQ-9 14",
        "PHQ9: 14",
        "my phq 9 score is 14 today",
        "PHQ-9 total of 27.",
        "PHQ-9 = 0",
        "GAD-7 (21)",
        "a gad_7 severity 3",
    ],
)
def test_a_total_by_wording(text: str) -> None:
    assert told({"note": text}) == [("questionnaire.total", "event")]


@pytest.mark.parametrize(
    "text",
    [
        "PHQ-9 28",
        "GAD-7 22",
        "PHQ-9",
        "PHQ-9 14%",
        "PHQ-9 14.5",
        "PHQ-9 2026-11-23",
        "PHQ-9 questions: 14",
        "PHQ-9 taken by 14 people",
        "14 PHQ-9",
        "PHQ-9 1400",
        "x-1 3",
        "NPS-9 14",
    ],
)
def test_wording_that_says_no_total(text: str) -> None:
    assert told({"note": text}) == []


def test_the_value_is_the_wording_alone() -> None:
    (hit,) = hits(DETECTORS, body=b'{"note": "yesterday my PHQ-9 was 14, and more"}')
    assert hit.value == "PHQ-9 was 14"
    assert english(hit.reason, {}) == "the text names the Patient Health Questionnaire-9 beside a number in its range"
    (hit,) = hits(DETECTORS, body=b'{"phq9": 14}')
    assert (
        english(hit.reason, {})
        == "the field 'phq9' names the Patient Health Questionnaire-9 and the number is in its range"
    )


def test_what_a_text_names() -> None:
    instruments = Instruments(SearchPatterns(), (PHQ9, GAD7))
    assert [known.instrument.id for known in instruments.named_in("GAD-7 and phq_9")] == ["phq-9", "gad-7"]
    assert instruments.named_in("nothing of it") == []


def test_a_very_long_text_is_not_searched() -> None:
    assert told({"note": "PHQ-9 14 " + "word " * 5000}) == []


def test_what_a_name_needs_is_a_short_cut_and_changes_nothing() -> None:
    quick = Instrument(id="x-2", name="X-2", alias=r"\bx-2\b", total=(0, 9), needs=("x-2",))
    slow = Instrument(id="x-2", name="X-2", alias=r"\bx-2\b", total=(0, 9))
    for one in (quick, slow):
        detectors = Detectors(policies(instruments=(one,)), None)
        assert [hit[0] for hit in seen(detectors, body=b'{"x-2": 7}')] == ["questionnaire.total"]
        assert seen(detectors, body=b'{"x-3": 7}') == []
