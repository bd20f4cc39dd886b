from io import BytesIO

import pytest

from mhaudit.ingest.contacts.listing import column_names, rows


def read(data: bytes) -> list[tuple[int, dict[str, str] | None]]:
    return list(rows(BytesIO(data)))


def test_rows_by_the_names_of_their_columns() -> None:
    data = b'\xef\xbb\xbfQuery_Type,"name"\r\nA,"x, ""y"""\r\n\r\nAAAA,z,more\r\nB\r\n'
    assert read(data) == [
        (1, {"querytype": "A", "name": 'x, "y"'}),
        (3, {"querytype": "AAAA", "name": "z"}),
        (4, None),
    ]


def test_invalid_utf_8_and_nul_affect_nothing_else() -> None:
    assert read(b"a,b\n1,\xff\n2,\x00\n") == [(1, {"a": "1", "b": "\ufffd"}), (2, {"a": "2", "b": "\x00"})]


def test_a_field_that_never_ends_costs_itself_alone() -> None:
    found = read(b'a,b\n1,2\n3,"' + b"x" * 200_000 + b'"\n5,6\n')
    assert found[0] == (1, {"a": "1", "b": "2"})
    assert found[-1][1] == {"a": "5", "b": "6"}
    assert [row for _, row in found[1:-1]] == [None] * (len(found) - 2) and len(found) > 2


def test_an_empty_file_has_no_rows() -> None:
    assert read(b"") == read(b"a,b\n") == []


@pytest.mark.parametrize(
    ("head", "names"),
    [(b"clientIp,Client_Name\n1,2\n", ["clientip", "clientname"]), (b"", []), (b'"a', ["a"]), (b"\xff\n", ["\ufffd"])],
)
def test_names_are_read_without_case_and_underscores(head: bytes, names: list[str]) -> None:
    assert column_names(head) == names
