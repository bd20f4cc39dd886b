from typing import Any

import pytest

from mhaudit.ingest.har.fields import har_time, pairs_of, query_of, request_headers, status_of, text_of


@pytest.mark.parametrize(("value", "text"), [("é", "é"), ("a\ud83d", "a\ufffd"), (7, ""), (None, "")])
def test_text_can_always_be_written(value: object, text: str) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize(
    ("value", "pairs"),
    [
        ([{"name": "A", "value": "1"}], (("A", "1"),)),
        ([["A", "1"]], (("A", "1"),)),
        ({"A": "1", "B": 2}, (("A", "1"), ("B", ""))),
        ([["A"], 7, None], ()),
        ("A: 1", ()),
    ],
)
def test_names_and_values_in_any_spelling(value: object, pairs: object) -> None:
    assert pairs_of(value) == pairs


COOKIES = [{"name": "uid", "value": "7"}, {"name": "b", "value": "c"}]


@pytest.mark.parametrize(
    ("request_", "headers"),
    [
        ({"headers": [["A", "1"]], "_trailers": [{"name": "t", "value": "2"}]}, (("A", "1"), ("t", "2"))),
        ({"cookies": COOKIES}, (("Cookie", "uid=7; b=c"),)),
        ({"headers": [["cookie", "uid=8"]], "cookies": COOKIES}, (("cookie", "uid=8"),)),
        ({"cookies": []}, ()),
    ],
)
def test_trailers_and_cookies_are_added_to_the_headers(request_: dict[str, Any], headers: object) -> None:
    assert request_headers(request_) == headers


def test_a_query_that_the_url_lacks() -> None:
    listed = {"queryString": [{"name": "mood", "value": "3 é"}]}
    assert query_of(listed, "https://a.example/x") == "?mood=3+%C3%A9"
    assert query_of(listed, "https://a.example/x?mood=3") == ""
    assert query_of({}, "https://a.example/x") == ""


@pytest.mark.parametrize(
    ("value", "status"), [(200, 200), ("404", 404), ("0", None), (0, None), (-1, None), ("²00", None), (None, None)]
)
def test_a_status(value: object, status: int | None) -> None:
    assert status_of(value) == status


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("1970-01-01T01:00:00+01:00", 0.0),
        ("1970-01-01T00:00:01", 1.0),
        (1_700_000_000, 1_700_000_000.0),
        (1_700_000_000_500, 1_700_000_000.5),
        (1e300, None),
        (0, None),
        (float("nan"), None),
        ("soon", None),
        ([], None),
    ],
)
def test_a_time(value: object, seconds: float | None) -> None:
    assert har_time(value) == seconds
