import json

import pytest

from mhaudit.redaction.check import Check
from tests.acceptance.placements import ENCODINGS

from .sample import EMAIL, JOURNAL, VALUES

CHECK = Check(VALUES)


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize("value", [EMAIL, JOURNAL])
def test_every_encoding_of_a_value_is_found(name: str, value: str) -> None:
    assert CHECK.finds(json.dumps({"a": [{"b": ENCODINGS[name](value)}]}))


@pytest.mark.parametrize("name", ["plain", "base64", "gzip in hex"])
def test_it_is_found_in_names_too(name: str) -> None:
    assert CHECK.finds(json.dumps({ENCODINGS[name](EMAIL): 1}))


def test_credentials_are_found() -> None:
    assert CHECK.finds('{"a":"https://x.example/?access_token=abc123"}')


@pytest.mark.parametrize(
    "value", ["redacted-identity-email-1", "I rehearse a play", "https://quietpost.example/shower", "", 3, None]
)
def test_what_tells_nothing_passes(value: object) -> None:
    assert not CHECK.finds(json.dumps({"a": value}))


def test_what_is_no_json_does_not_pass() -> None:
    assert CHECK.finds("{")
