from typing import get_args

import pytest
from msgspec import Struct
from msgspec.structs import fields

from mhaudit.model import audit
from mhaudit.model.audit import CERTAINTY, Certainty, Detector, Phase

NOUNS = [
    noun
    for noun in vars(audit).values()
    if isinstance(noun, type) and issubclass(noun, Struct) and noun.__module__ == audit.__name__
]


def test_how_sure_each_detector_is() -> None:
    assert CERTAINTY == {
        "planted": "proven",
        "varied": "proven",
        "sdk": "declared",
        "field": "likely",
        "event": "likely",
        "shape": "possible",
    }
    assert set(CERTAINTY) == set(get_args(Detector))
    assert set(CERTAINTY.values()) == set(get_args(Certainty))


@pytest.mark.parametrize("noun", NOUNS)
def test_the_nouns_of_the_document_are_frozen_and_slotted(noun: type[Struct]) -> None:
    assert noun.__struct_config__.frozen
    assert "__dict__" not in dir(noun)


def test_there_are_nouns_to_look_at() -> None:
    assert len(NOUNS) > 20


@pytest.mark.parametrize("noun", NOUNS)
def test_no_noun_has_room_for_a_value(noun: type[Struct]) -> None:
    """Bytes and values of any type would come from traffic; only texts that were masked or redacted are told."""
    for field in fields(noun):
        assert field.name not in {"value", "values_found", "raw", "content"}
        assert "bytes" not in str(field.type) and "Any" not in str(field.type)


def test_a_name_that_python_keeps_for_itself_has_its_own_in_the_document() -> None:
    (start,) = [field for field in fields(Phase) if field.name == "from_"]
    assert start.encode_name == "from"
