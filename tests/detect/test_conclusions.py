import json
from typing import Any

import pytest

from mhaudit.decode.limits import Limits
from mhaudit.decode.text_decoders import DecodingCache
from mhaudit.decode.walk import Walk
from mhaudit.detect.conclusions import Conclusions
from mhaudit.detect.detectors import Detectors
from mhaudit.detect.hit import Hit
from mhaudit.model.capture import Exchange
from mhaudit.policy import load

DETECTORS = Detectors(load(), None)


def concluded(value: Any, *, sent: bool = False) -> list[Hit]:
    body = json.dumps(value).encode()
    fields = {"body": body} if sent else {"response_body": body}
    exchange = Exchange(capture="a", number=1, host="a.example", **fields)  # type: ignore[arg-type]
    walk = Walk(exchange, Limits(), DecodingCache(), DETECTORS.wanted, DETECTORS.concluded, open_received=False)
    return list(DETECTORS.observe(exchange, walk.documents()))


@pytest.mark.parametrize(
    ("value", "category"),
    [
        ({"suicide_risk": "high"}, "crisis.flag"),
        ({"crisis_detected": True}, "crisis.flag"),
        ({"diagnosis": "F33.1"}, "diagnosis.code"),
        ({"segments": ["depression_high_risk"]}, "diagnosis.name"),
        ({"audience": [{"name": "x"}], "cohort_name": "suicidal users"}, "crisis.flag"),
        ({"predicted_condition": "Bipolar"}, "diagnosis.name"),
    ],
)
def test_what_a_service_concluded(value: Any, category: str) -> None:
    (hit,) = concluded(value)
    assert (hit.category, hit.detector, hit.certainty) == (category, "field", "likely")
    assert hit.reason.code in ("concluded", "concluded-list")


@pytest.mark.parametrize(
    "value",
    [
        {"crisis_detected": False},
        {"segments": ["sports", "new_users"]},
        {"mood": 3},
        {"email": "ada@mailbox.example"},
        {"article": "living with depression"},
        {"segments": [1, 2]},
    ],
)
def test_other_fields_are_not_conclusions(value: Any) -> None:
    assert concluded(value) == []


def test_only_of_answers() -> None:
    assert [hit.reason.code for hit in concluded({"suicide_risk": "high"}, sent=True)] == ["field"]


def test_names_that_are_looked_at() -> None:
    wants = Conclusions(load(), DETECTORS.meanings.names).wants
    assert wants("segments") and wants("riskLevel") and wants("suicide_risk")
    assert not wants("segment_count") and not wants("email")
