import gzip

import pytest

from mhaudit.redaction.clean_body import GONE, clean_body, media_type_of

from .cleaning import cleaner
from .sample import EMAIL

JSON = (("content-type", "application/json"),)


def test_a_body_is_packed_as_it_was() -> None:
    data = gzip.compress(b'{"a":1}')
    clean = clean_body(data + EMAIL.encode(), (*JSON, ("content-encoding", "gzip")), cleaner())
    assert gzip.decompress(clean.data) == b'{"a":1}' and clean.codings == ("gzip",) and clean.dropped == 0


@pytest.mark.parametrize(
    "data", [b"\x00\x01\xff\xfe" + EMAIL.encode(), b"\x89PNG\r\n\x1a\n\xff", b"\x1f\x8b\x08broken"]
)
def test_bytes_that_nobody_can_read_are_dropped(data: bytes) -> None:
    clean = clean_body(data, (("content-type", "application/octet-stream"),), cleaner())
    assert (clean.data, clean.media_type, clean.dropped) == (GONE, "text/plain", 1)


def test_parts_come_under_a_boundary_of_our_own() -> None:
    body = (
        f'{EMAIL}\r\n--XyZ\r\nContent-Disposition: form-data; name="note"; filename="{EMAIL}.txt"\r\n\r\n'
        f'fine {EMAIL}\r\n--XyZ\r\nContent-Disposition: form-data; name="api_key"\r\n\r\nabc\r\n--XyZ--\r\n{EMAIL}'
    ).encode()
    clean = clean_body(body, (("content-type", "multipart/form-data; boundary=XyZ"),), cleaner())
    assert clean.data.decode() == (
        '--redacted-boundary\r\ncontent-disposition: form-data; name="note"; filename="redacted-unread-v1.txt"\r\n\r\n'
        "fine redacted-unread-v1\r\n--redacted-boundary\r\n"
        'content-disposition: form-data; name="api_key"\r\n\r\n'
        "redacted-secret-v1\r\n--redacted-boundary--\r\n"
    )
    assert clean.media_type == "multipart/form-data; boundary=redacted-boundary"


@pytest.mark.parametrize(
    ("declared", "clean"),
    [
        ("application/json", "application/json"),
        ("text/html; charset=ISO-8859-1", "text/html; charset=utf-8"),
        (f"application/json; u={EMAIL}", "application/json"),
        (f"application/{EMAIL}", "text/plain"),
        ("", "text/plain"),
    ],
)
def test_a_media_type_names_a_type_and_no_more(declared: str, clean: str) -> None:
    assert media_type_of(declared, cleaner()) == clean


def test_an_empty_body_stays_empty() -> None:
    assert clean_body(b"", JSON, cleaner()).data == b""
