"""The keys under which the software of vendors names an event."""

from typing import Any

import pytest

from mhaudit.decode.events import event_name


@pytest.mark.parametrize(
    "key", ["event", "event_name", "eventName", "event_type", "eventType", "eventname", "en", "ev"]
)
def test_keys_that_name_an_event(key: str) -> None:
    assert event_name({"id": 7, key: "mood_logged"}) == "mood_logged"


@pytest.mark.parametrize("key", ["name", "key", "type", "action"])
@pytest.mark.parametrize(
    "data", ["properties", "params", "parameters", "segmentation", "attributes", "data", "payload", "props"]
)
def test_keys_that_name_an_event_beside_its_data(key: str, data: str) -> None:
    assert event_name({key: "mood_logged", data: {}}) == "mood_logged"
    assert event_name({key: "mood_logged"}) == ""


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"ev": "second", "event": "first"}, "first"),
        ({"name": "third", "data": {}, "ev": "second"}, "second"),
        ({"event": {"mood": 3}, "ev": "mood_logged"}, "mood_logged"),
        ({"event": 3}, ""),
        ({"event": ""}, ""),
        ({"event": None, "events": "mood_logged"}, ""),
        ({}, ""),
    ],
)
def test_the_first_key_with_a_name_wins(fields: dict[str, Any], name: str) -> None:
    assert event_name(fields) == name


@pytest.mark.parametrize(("length", "named"), [(1, True), (120, True), (121, False)])
def test_a_name_has_a_bound(length: int, named: bool) -> None:
    assert event_name({"event": "x" * length}) == ("x" * length if named else "")
