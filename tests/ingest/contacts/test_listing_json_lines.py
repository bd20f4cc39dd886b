from io import BytesIO

import pytest

from mhaudit.ingest.contacts.listing import first_object, objects


def test_objects_by_the_number_of_their_line() -> None:
    data = b'\xef\xbb\xbf{"a": 1}\r\n\n  {"b": 2}\n[3]\n{"c": \xff}\nnoise\n{"d": 4}'
    assert list(objects(BytesIO(data))) == [
        (1, {"a": 1}),
        (2, {"b": 2}),
        (3, None),
        (4, None),
        (5, None),
        (6, {"d": 4}),
    ]


def test_a_long_line_costs_itself_alone() -> None:
    long = b'{"a": "' + b"x" * (3 << 20) + b'"}\n'
    assert list(objects(BytesIO(b"{}\n" + long + b'{"b": 2}\n' + long[:-1]))) == [
        (1, {}),
        (2, None),
        (3, {"b": 2}),
        (4, None),
    ]


def test_a_deep_line_costs_itself_alone() -> None:
    assert list(objects(BytesIO(b"[" * 100_000 + b"\n{}\n"))) == [(1, None), (2, {})]


@pytest.mark.parametrize(
    ("head", "first"),
    [(b'{"a": 1}\n{"b"', {"a": 1}), (b'\xef\xbb\xbf{"a": 1}', {"a": 1}), (b'{"a": ', {}), (b"[1]\n", {}), (b"", {})],
)
def test_the_first_object_of_a_file(head: bytes, first: dict[str, int]) -> None:
    assert first_object(head) == first
