import json

import pytest

from mhaudit.redaction.clean_json import clean_json

from .cleaning import cleaner
from .sample import EMAIL, JOURNAL


def cleaned(document: object) -> object:
    return json.loads(clean_json(json.dumps(document), cleaner(), 0) or "")


@pytest.mark.parametrize("document", [{"a": [1, -2.5, None, True, "words"]}, [], {"latency": 12}, [*range(1, 8)]])
def test_a_document_of_words_and_numbers_stays(document: object) -> None:
    assert cleaned(document) == document


def test_bytes_written_as_numbers_give_way() -> None:
    assert cleaned({"b": list(EMAIL.encode())}) == {"b": "redacted-unread-v1"}
    assert cleaned([31, 139, 8, 0, 0, 0, 0]) == "redacted-unread-v1"


def test_a_value_sent_word_by_word_gives_way() -> None:
    words = [{"t": word, "n": number} for number, word in enumerate(JOURNAL.split())]
    assert {piece["t"].startswith("redacted-unread-v") for piece in cleaned(words)} == {True}  # type: ignore[attr-defined]


def test_numbers_of_a_person_give_way() -> None:
    assert cleaned({"mood": 3, "n": 3, "x": 34612487705, "iban": 7, "api_key": 12345}) == {
        "mood": "redacted-score-v1",
        "n": 3,
        "x": "redacted-unread-v1",
        "iban": "redacted-personal-v1",
        "api_key": "redacted-secret-v1",
    }


def test_of_two_fields_with_one_name_none_is_carried_over() -> None:
    assert clean_json(f'{{"a":"{EMAIL}","a":"b"}}', cleaner(), 0) == '{"a":"b"}'


@pytest.mark.parametrize("text", ["{", "7", "[" * 100_000])
def test_what_is_no_document_is_none(text: str) -> None:
    assert clean_json(text, cleaner(), 0) is None
