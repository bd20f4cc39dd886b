import pytest

from mhaudit.ingest.headers import decode_header, header_value


@pytest.mark.parametrize(
    ("raw", "text"),
    [(b"mood", "mood"), (b"", ""), (b"d\xc3\xa9j\xc3\xa0", "déjà"), (b"d\xe9j\xe0", "déjà"), (b"\xc3", "Ã")],
)
def test_bytes_are_utf_8_and_else_latin_1(raw: bytes, text: str) -> None:
    assert decode_header(raw) == text


HEADERS = (("Host", "a.one"), ("X-Empty", ""), ("HOST", "b.two"))


@pytest.mark.parametrize(("name", "value"), [("host", "a.one"), ("x-empty", ""), ("cookie", ""), ("hos", "")])
def test_the_first_header_of_a_name_counts(name: str, value: str) -> None:
    assert header_value(HEADERS, name) == value


def test_no_headers_have_no_value() -> None:
    assert header_value((), "host") == ""
