import pytest

from mhaudit.decode.multipart import read_multipart
from mhaudit.model.place import Leaf
from tests.decode.read import written

BODY = (None, "body", None)
FORM = (
    b'--xYz8chars\r\nContent-Disposition: form-data; name="mood"\r\n\r\n3\r\n'
    b'--xYz8chars\r\nContent-Disposition: form-data; name="note"; filename="day 1.txt"\r\n'
    b"Content-Type: text/plain\r\n\r\ntwo\r\nlines\r\n"
    b"--xYz8chars--\r\nwhat follows is no part"
)
READ = [
    ("body > multipart:mood", b"3"),
    ("body > multipart:note", b"two\r\nlines"),
    ("body > multipart:note > filename", "day 1.txt"),
]


def read(data: bytes, content_type: str = "") -> list[Leaf]:
    return read_multipart(BODY, data, content_type) or []


@pytest.mark.parametrize(
    "content_type", ['multipart/form-data; boundary="xYz8chars"', "multipart/form-data;boundary=xYz8chars", ""]
)
def test_parts_by_name(content_type: str) -> None:
    assert written(read(FORM, content_type)) == READ
    assert [name for _, name, _ in read(FORM, content_type)] == ["mood", "note", "filename"]


def test_bare_line_feeds_and_unquoted_names() -> None:
    assert written(read(FORM.replace(b"\r\n", b"\n").replace(b'"mood"', b"mood"))) == [
        READ[0],
        (READ[1][0], b"two\nlines"),
        READ[2],
    ]


def test_a_part_without_a_name_goes_by_its_number() -> None:
    data = b"--12345678\r\nContent-Type: application/json\r\n\r\n{}\r\n--12345678\r\n\r\nx\r\n--12345678--"
    assert written(read(data)) == [("body > multipart:0", b"{}"), ("body > multipart:1", b"x")]


def test_a_cut_body_loses_nothing_but_its_end() -> None:
    cut = FORM[: FORM.index(b"lines")]
    assert written(read(cut, "multipart/form-data; boundary=xYz8chars")) == [READ[0], (READ[1][0], b"two"), READ[2]]
    cut = FORM[: FORM.index(b"3") + 1] + b"\r\n--xYz8chars\r\nContent-Dispo"
    assert written(read(cut)) == [READ[0], ("body > multipart:1", b"Content-Dispo")]


@pytest.mark.parametrize("data", [b"--short\r\nContent-", b"-- a signature\r\nInes", b'{"mood": 3}', b""])
def test_what_has_no_parts(data: bytes) -> None:
    assert read_multipart(BODY, data, "") is None
    assert read_multipart(BODY, data, "multipart/form-data; boundary=other") is None
