from typing import Any

import pytest

from mhaudit.ingest.har.body import body_gaps, bytes_of, request_body, response_body

DISCARDED = "discarded:not-representable"
PROTOBUF = (("content-type", "application/x-protobuf"),)


@pytest.mark.parametrize(
    ("request_", "body"),
    [
        ({"postData": {"text": "eyJhIjoxfQ", "encoding": "BASE64"}}, b'{"a":1}'),  # without its padding
        ({"postData": '{"a":1}'}, b'{"a":1}'),
        ({"postData": {"mimeType": "", "text": "\x08\xff"}}, b"\x08\xff"),
        ({"postData": {"mimeType": "text/plain", "text": "\xff"}}, b"\xc3\xbf"),
        ({"_requestBodyStatus": "discarded:too-large"}, None),
        (
            {"_requestBodyStatus": "discarded:not-representable", "_content": {"text": "/w==", "encoding": "base64"}},
            b"\xff",
        ),
        ({"postData": {"text": "", "_file": "a.json"}}, None),
        ({"bodySize": 7}, None),
        ({}, b""),
    ],
)
def test_the_body_of_a_request(request_: dict[str, Any], body: bytes | None) -> None:
    assert request_body(request_, PROTOBUF) == body


@pytest.mark.parametrize(
    ("request_", "gaps"),
    [
        ({"_requestBodyStatus": "discarded:too-large"}, [("the recorder left the body out (discarded:too-large)", 0)]),
        (
            {"_requestBodyStatus": "discarded:too-large", "bodySize": 9},
            [("9 bytes were sent and are not in the file", 9)],
        ),
        ({"postData": {"_sha1": "abc"}}, [("the body is in a file of its own", 0)]),
        ({"_requestBodyStatus": "complete"}, []),
        ({"bodySize": -1}, []),
    ],
)
def test_what_an_entry_lacks(request_: dict[str, Any], gaps: list[tuple[str, int]]) -> None:
    found = list(body_gaps(request_, (), request_body(request_, ()), "a.example", "entry 1"))
    assert [(gap.detail, gap.unread) for gap in found] == [(f"entry 1: {why}", unread) for why, unread in gaps]
    assert all(gap.code == "body-not-captured" and gap.blocking for gap in found)


def test_a_body_that_is_there_is_not_missed() -> None:
    assert list(body_gaps({"_requestBodyStatus": DISCARDED}, (), b"x", "a.example", "entry 1")) == []


def test_text_with_invalid_base64_is_kept() -> None:
    assert bytes_of("no base64!", "base64", "") == b"no base64!"


def test_the_body_of_an_answer() -> None:
    assert response_body({"content": {"text": "aGk", "encoding": "base64"}}) == b"hi"
    assert response_body({"content": {"size": 9}}) is None
