import json
import re
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mhaudit.ingest.json_stream import Damage, JsonList, encoding_of, opening_of

OPENING = re.compile(r'"items":\s*\[')
ITEM = re.compile(r'\{"id":')


class Drops(BytesIO):
    """A file that comes in drops, so that every item is cut somewhere."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(7, size) if size and size > 0 else 7)


def items(data: bytes, file: type[BytesIO] = BytesIO) -> list[Any]:
    stream = JsonList(file(data), OPENING, ITEM)
    assert stream.find()
    return list(stream.items())


def whole(values: list[Any]) -> bytes:
    return json.dumps({"before": 1, "items": values, "after": [1]}).encode()


def test_items_one_by_one() -> None:
    values = [{"id": 1, "t": "}]"}, {"id": 2, "t": ["é", None]}, 3, "four", [5]]
    assert items(whole(values)) == values
    assert items(b"\xef\xbb\xbf" + whole(values)) == values
    assert items(whole([])) == []


@given(st.lists(st.fixed_dictionaries({"id": st.integers() | st.text() | st.floats(allow_nan=False) | st.none()})))
def test_however_the_file_is_cut_into_reads(values: list[Any]) -> None:
    assert items(whole(values), Drops) == values


def test_damage_costs_one_item() -> None:
    data = whole([{"id": 1}, {"id": 2, "x": 0}, {"id": 3}]).replace(b'"x": 0', b'"x": zero')
    found = items(data)
    assert (found[0], found[2]) == ({"id": 1}, {"id": 3})
    assert isinstance(found[1], Damage) and found[1].why.startswith("Expecting value")


def test_a_file_that_ends_within_an_item() -> None:
    data = whole([{"id": 1}, {"id": 2}, {"id": 3}])
    found = items(data[: data.index(b'{"id": 3') + 5])
    assert found[:2] == [{"id": 1}, {"id": 2}]
    assert len(found) == 3 and isinstance(found[2], Damage)


@pytest.mark.parametrize("end", [b"", b",", b", "])
def test_a_file_that_ends_between_items(end: bytes) -> None:
    data = whole([{"id": 1}, {"id": 2}])
    found = items(data[: data.index(b', {"id": 2')] + end)
    assert found[0] == {"id": 1}
    assert len(found) == 2 and isinstance(found[1], Damage)


@pytest.mark.parametrize("data", [b"", b"{}", b'{"items": {}}', b'{"other": [1]}'])
def test_a_list_that_never_begins(data: bytes) -> None:
    assert not JsonList(BytesIO(data), OPENING, ITEM).find()
    assert not JsonList(Drops(data), OPENING, ITEM).find()


def test_the_list_is_not_kept_in_memory() -> None:
    stream = JsonList(BytesIO(whole([{"id": n, "t": "x" * 1000} for n in range(10_000)])), OPENING, ITEM)
    assert stream.find()
    longest = 0
    for _ in stream.items():
        longest = max(longest, len(stream.text))
    assert longest < 4_000_000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_encoding_is_known_by_the_first_bytes(encoding: str) -> None:
    head = ' {"items": ["é"]}'.encode(encoding)
    assert head.decode(encoding_of(head)).lstrip("\ufeff") == ' {"items": ["é"]}'
    assert opening_of(head).lstrip(b"\xef\xbb\xbf") == ' {"items": ["é"]}'.encode()
    stream = JsonList(Drops(head), OPENING, ITEM)
    assert stream.find() and list(stream.items()) == ["é"]


@pytest.mark.parametrize("head", [b"", b"\xff", b"\0\0\0{", b"PK\3\4", b"\x80\0{"])
def test_other_bytes_are_not_utf_16(head: bytes) -> None:
    assert encoding_of(head) == "utf-8-sig"


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds that a test can reach."""
    bounds = {"_LONGEST_TEXT": 20, "_LONGEST_ITEM": 100, "_LARGE": 50, "_MOST_BRACKETS": 12, "_CHUNK": 7}
    for name, bound in bounds.items():
        monkeypatch.setattr(f"mhaudit.ingest.json_stream.{name}", bound)


def with_what_was_left_out(values: list[Any], file: type[BytesIO]) -> list[tuple[Any, int]]:
    stream = JsonList(file(whole(values)), OPENING, ITEM)
    assert stream.find()
    return [(item, stream.left_out) for item in stream.items()]


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("file", [BytesIO, Drops])
@pytest.mark.parametrize("text", ["x" * 300, '"' * 150, "\\" * 151, 'a\\"' * 80])
def test_a_text_that_is_too_long_costs_its_end_only(file: type[BytesIO], text: str) -> None:
    (first, lost), (last, none) = with_what_was_left_out([{"id": 1, "t": text, "after": "b"}, {"id": 2}], file)
    assert (first["id"], first["after"], last, none) == (1, "b", {"id": 2}, 0)
    assert text.startswith(first["t"]) and 5 <= len(first["t"]) <= 60
    written = len(json.dumps(text)) - 2
    assert lost == written - (len(json.dumps(first["t"])) - 2)


@pytest.mark.usefixtures("short")
def test_a_text_without_an_end_is_damage() -> None:
    stream = JsonList(Drops(b'{"items": [{"id": 1, "t": "' + b"x" * 300), OPENING, ITEM)
    assert stream.find()
    assert [type(item).__name__ for item in stream.items()] == ["Damage"]


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("file", [BytesIO, Drops])
def test_an_item_of_too_many_values_is_damage_and_costs_few_others(file: type[BytesIO]) -> None:
    values = [{"id": 0}, {"id": 1, "t": [[]] * 60}, {"id": 2, "t": "x" * 90}, {"id": 3}]
    found = [item for item, _ in with_what_was_left_out(values, file)]
    assert found[0] == {"id": 0} and found[-1] == {"id": 3}
    assert {item.why for item in found if isinstance(item, Damage)} >= {"more than 12 lists and objects"}
