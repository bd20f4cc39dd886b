import json
from typing import Any

import pytest

from mhaudit.decode.page import Page
from mhaudit.decode.pairs import bytes_of_numbers, bytes_of_object, pair_name
from mhaudit.model.place import Wanted, place
from tests.decode.read import body, written

MOOD = Wanted({"mood", "mood_score"}.__contains__)


def named(value: Any) -> list[tuple[str, Any]]:
    page = Page(MOOD, sent=True)
    page.add_json(((None, "body", None), "json", None), value, "")
    return sorted(written(list(page.document().named)), key=str)


@pytest.mark.parametrize(
    ("value", "place", "found"),
    [
        ({"mood": {"value": "2", "updated_at_ms": 1}}, "/mood/value", "2"),
        ({"mood": {"integerValue": "2"}}, "/mood/integerValue", "2"),  # Firestore
        ({"fields": {"mood": {"doubleValue": 2.5}}}, "/fields/mood/doubleValue", 2.5),
        ({"properties": [{"name": "mood", "value": 2}]}, "/properties/0/value", 2),
        ({"p": [{"key": "mood", "value": {"intValue": "2"}}]}, "/p/0/value/intValue", "2"),  # OpenTelemetry
        ({"p": [{"type": "mood", "value": 2}]}, "/p/0/value", 2),
        ({"p": [["mood", 2], ["colour", 3]]}, "/p/0/1", 2),
        ({"mood": {"score": 2}}, "/mood/score", 2),
        ({"mood": {"arrayValue": {"values": [{"integerValue": 2}]}}}, "/mood/arrayValue/values/0/integerValue", 2),
    ],
)
def test_values_go_by_the_name_beside_or_around_them(value: Any, place: str, found: Any) -> None:
    assert named(value) == [(f"body > json:{place}", found)]


@pytest.mark.parametrize(
    "value",
    [
        {"colour": {"value": 2}},
        {"mood": {"updated_at_ms": 2}},
        {"p": [{"name": "colour", "value": 2}]},
        {"p": ["mood", "again", 2]},
        {"p": [{"name": "mood", "min": 1, "max": 5}]},
        {"user": {"score": 2}},
        {"score": {"mood_scale": 2}},
    ],
)
def test_what_goes_by_no_wanted_name(value: Any) -> None:
    assert named(value) == []


def every_named(value: Any) -> list[tuple[str, str, Any]]:
    """Place, name and value of all that goes by a name of the policies' here."""
    wanted = Wanted({"user_message", "birthday", "icd10", "icd11", "snomed"}.__contains__)
    page = Page(wanted, sent=True)
    page.add_json(((None, "body", None), "json", None), value, "")
    return [(place(trail), name, found) for trail, name, found in page.document().named]


@pytest.mark.parametrize(
    ("value", "where", "name", "found"),
    [
        ({"role": "user", "content": "so tired"}, "/content", "user_message", "so tired"),
        ({"m": [{"role": "User", "content": "so tired"}]}, "/m/0/content", "user_message", "so tired"),
        ({"sender": "human", "text": "so tired"}, "/text", "user_message", "so tired"),
        ({"prompt": "so tired", "model": "m-1"}, "/prompt", "user_message", "so tired"),
        ({"birthday": {"year": 1987, "month": 4, "day": 19}}, "/birthday/year", "birthday", "1987-04-19"),
        ({"birthday": {"year": "1987", "month": "4", "day": "19"}}, "/birthday/year", "birthday", "1987-04-19"),
        ({"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "F33.1"}, "/code", "icd10", "F33.1"),
        ({"system": "urn:oid:2.16.840.1.113883.6.90", "code": "F33.1"}, "/code", "icd10", "F33.1"),
        ({"system": "http://id.who.int/icd/release/11/mms", "code": "6A70"}, "/code", "icd11", "6A70"),
        ({"system": "http://snomed.info/sct", "code": "35489007"}, "/code", "snomed", "35489007"),
    ],
)
def test_values_that_go_by_a_name_of_their_form(value: Any, where: str, name: str, found: Any) -> None:
    assert every_named(value) == [(f"body > json:{where}", name, found)]


def test_parts_of_a_message_go_by_its_name() -> None:
    parts = {"role": "user", "content": [{"type": "text", "text": "so tired"}]}
    assert every_named(parts) == [("body > json:/content/0/text", "user_message", "so tired")]


@pytest.mark.parametrize(
    "value",
    [
        {"role": "assistant", "content": "Take a walk."},
        {"role": "user", "name": "so tired"},
        {"prompt": "Save this file?"},
        {"birthday": {"year": 1987, "month": 13, "day": 19}},
        {"birthday": {"year": 1987, "month": 4}},
        {"created": {"year": 1987, "month": 4, "day": 19}},
        {"system": "https://airline.example/types", "code": "A320"},
        {"system": 10, "code": "F33.1"},
    ],
)
def test_objects_of_other_forms(value: Any) -> None:
    assert every_named(value) == []


def test_the_name_of_a_pair() -> None:
    assert pair_name({"value": 1, "name": "mood"}) == "mood"
    assert pair_name({"name": "mood"}) == "" == pair_name({"value": 1, "name": ""}) == pair_name({"value": 1})
    assert pair_name({"value": 1, "name": "x" * 65}) == ""


@pytest.mark.parametrize(
    ("numbers", "data"),
    [
        ([104, 101, 108, 108, 111], b"hello"),
        ([31, -117, 8, 0], b"\x1f\x8b\x08\x00"),  # as Java writes bytes
        ([1, 2, 3, 4], b""),  # a scale
        ([256, 1], b""),
        ([72, 1.5], b""),
        ([72, None], b""),
    ],
)
def test_lists_of_numbers_that_are_bytes(numbers: list[Any], data: bytes) -> None:
    assert bytes_of_numbers(numbers) == data


def test_objects_of_numbers_that_are_bytes() -> None:
    text = b"so tired"
    assert bytes_of_object({str(n): byte for n, byte in enumerate(text)}) == text
    assert bytes_of_object({str(n): byte for n, byte in enumerate(text[:7])}) == b""
    assert bytes_of_object({"0": 72, **dict.fromkeys("abcdefg", 72)}) == b""


def test_bytes_in_json_are_read() -> None:
    note = b'{"mood": 3}'
    buffer = json.dumps({"d": {"type": "Buffer", "data": list(note)}})
    array = json.dumps({"d": {str(number): byte for number, byte in enumerate(note)}})
    assert ("body > json:/d/data > numbers > json:/mood", 3) in body(buffer)
    assert ("body > json:/d > numbers > json:/mood", 3) in body(array)
