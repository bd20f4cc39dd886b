import json
from typing import Any

import pytest

from mhaudit.detect.detectors import Detectors
from mhaudit.policy import load
from tests.detect.sample import seen

DETECTORS = Detectors(load(), None)
TYPED = {"type": 3, "data": {"source": 5, "text": "s", "isChecked": False, "id": 24}, "timestamp": 1700000000001}
PAGE = {"type": 2, "data": {"node": {"type": 0, "id": 1, "childNodes": []}, "initialOffset": {}}, "timestamp": 2}


def replays(value: Any, **fields: Any) -> list[tuple[str, str]]:
    found = seen(DETECTORS, **(fields or {"body": json.dumps(value).encode()}))
    return [(detector, place) for category, detector, _, place in found if category == "free_text.replay"]


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"events": [TYPED]}, "body > json:/events/0/data"),
        ([{"type": 4, "data": {"href": "https://a.example"}, "timestamp": 1}, PAGE], "body > json:/1/data"),
        ({"d": json.dumps([TYPED])}, "body > json:/d > json:/0/data"),
    ],
)
def test_events_of_a_recording(value: Any, place: str) -> None:
    assert replays(value) == [("field", place)]


@pytest.mark.parametrize(
    "value",
    [
        {"type": 3, "data": {"source": "web"}, "timestamp": 1},
        {"type": 3, "data": {"source": True}, "timestamp": 1},
        {"type": 3, "data": {"source": 5}, "timestamp": "now"},
        {"type": 2, "data": {"source": 5}, "timestamp": 1},
        {"type": 2, "data": {"node": "a1"}, "timestamp": 1},
    ],
)
def test_what_has_another_structure(value: Any) -> None:
    assert replays(value) == []


def test_received_replay_events_are_not_sent() -> None:
    assert replays(None, response_body=json.dumps([TYPED]).encode()) == []
