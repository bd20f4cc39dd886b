"""Fields of a flow as Python values, and what stands there when they are none."""

import re

import pytest

from mhaudit.ingest.mitm.in_order import headers_of
from mhaudit.ingest.mitm.reader import (
    bytes_or_none,
    connection_failure,
    found_in,
    span_number,
    span_text,
)
from mhaudit.ingest.mitm.tnetstring import Damaged, Span, root


def field(data: bytes) -> tuple[bytes, Span]:
    return data, root(data)


def test_text_is_utf_8_and_else_latin_1() -> None:
    assert span_text(*field("5:Inés;".encode())) == "Inés"
    assert span_text(*field(b"7:d\xe9prim\xe9;")) == "déprimé"


@pytest.mark.parametrize(("data", "number"), [(b"2:14#", 14.0), (b"3:1.5^", 1.5), (b"0:~", None), (b"1:7;", None)])
def test_numbers(data: bytes, number: float | None) -> None:
    assert span_number(*field(data)) == number


def test_a_request_that_arrived_is_not_an_attempt() -> None:
    """More of it in test_reader.py, with flows as mitmproxy writes them."""
    assert connection_failure(b"", {}) == ""


def test_headers() -> None:
    headers = headers_of(*field(b"19:15:4:Host,5:a.one,]]"))
    assert headers == (("Host", "a.one"),)
    with pytest.raises(Damaged):
        headers_of(*field(b"4:Host,"))


def test_bytes_and_nothing_else() -> None:
    assert bytes_or_none(b"") == b""
    assert bytes_or_none(None) is None
    assert bytes_or_none("text") is None


def test_one_field_of_a_connection() -> None:
    data = b"3:sni;5:a.one;"
    assert found_in(data, (0, len(data), 0), re.compile(rb"3:sni;(\d+):(?=.)")) == "a.one"
    assert found_in(data, (0, 3, 0), re.compile(rb"3:sni;(\d+):(?=.)")) == ""
