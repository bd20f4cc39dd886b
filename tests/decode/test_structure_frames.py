"""Messages of real-time libraries."""

import pytest

from mhaudit.decode.structure import behind_numbers, split_records
from tests.decode.read import body, readings

BODY = (None, "body", None)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ('42["said",{"mood":3}]', '["said",{"mood":3}]'),
        ('42/chat,7["said",{"mood":3}]', '["said",{"mood":3}]'),
        ('40{"token":"x"}', '{"token":"x"}'),
        ('0{"sid":"x"}', '{"sid":"x"}'),
        ('451-["voice",{"_placeholder":true,"num":0}]', '["voice",{"_placeholder":true,"num":0}]'),
        ("7[1]", None),
        ("2probe", None),
        ("42", None),
        ('x42["said"]', None),
        ("1234567890123456[1]", None),
    ],
)
def test_json_after_the_numbers(text: str, rest: str | None) -> None:
    found = behind_numbers(BODY, text)
    assert found == (None if rest is None else ((BODY, "socket.io", None), rest))


def test_records_between_separators() -> None:
    records = split_records(BODY, b'{"type":6}\x1e{"type":1,"arguments":[{"mood":3}]}\x1e')
    assert records == [
        ((BODY, "record", 0), '{"type":6}'),
        ((BODY, "record", 1), '{"type":1,"arguments":[{"mood":3}]}'),
    ]


@pytest.mark.parametrize(
    "data", [b'{"a":1}', b"\x1e", b"\x1e\xff\xfe{", b"PNG\x1e\x00\x01", b"some words\x1emore words"]
)
def test_what_has_none(data: bytes) -> None:
    assert split_records(BODY, data) is None


def test_fields_of_packets_are_read_with_their_places() -> None:
    assert ("body > socket.io > json:/1/mood", 3) in body('42["said",{"mood":3}]')
    polled = body(b'2\x1e42["said",{"mood":3}]')
    assert ("body > record:1 > socket.io > json:/1/mood", 3) in polled
    assert ("body > record:1 > json:/arguments/0/mood", 3) in body(
        b'{"type":6}\x1e{"type":1,"arguments":[{"mood":3}]}\x1e'
    )


def test_numbers_before_other_text_are_kept_as_text() -> None:
    assert body("42[said, mood 3]") == [("body", "42[said, mood 3]")]


def test_what_came_back_is_read_too() -> None:
    assert ("response-body > record:0 > json:/mood", 3) in readings(response_body=b'{"mood":3}\x1e')
