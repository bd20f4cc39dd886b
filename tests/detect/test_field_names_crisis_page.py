"""A call that is tapped on the page of a crisis service, whatever number it is."""

import json

import pytest

from mhaudit.detect.detectors import Detectors
from mhaudit.policy import load
from tests.detect.sample import seen


@pytest.fixture(scope="module")
def detectors() -> Detectors:
    return Detectors(load(), None)


CRISIS = {"page": {"title": "Contact Us | Example County Crisis Hotline"}}


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"button": {"destination": "tel:(555) 555-0100"}, **CRISIS}, {"crisis.place", "crisis.action"}),
        ({**CRISIS, "button": {"href": "sms:5555550100"}}, {"crisis.place", "crisis.action"}),
        (CRISIS, {"crisis.place"}),
        ({"button": {"destination": "tel:(555) 555-0100"}, "title": "Contact us"}, set()),
        ({"button": {"destination": "https://x.example/5"}, **CRISIS}, {"crisis.place"}),
    ],
)
def test_the_page_says_what_the_call_is(detectors: Detectors, value: object, found: set[str]) -> None:
    assert {category for category, *_ in seen(detectors, body=json.dumps(value).encode())} == found


def test_an_exchange_knows_nothing_of_the_one_before(detectors: Detectors) -> None:
    seen(detectors, body=json.dumps(CRISIS).encode())
    assert seen(detectors, body=b'{"destination": "tel:(555) 555-0100"}') == []
