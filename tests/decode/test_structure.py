from typing import Any

import pytest

from mhaudit.decode.structure import (
    json_leaves,
    looks_like_form,
    parse_json,
    read_json_lines,
    read_pairs,
    read_token,
)
from mhaudit.model.place import Leaf
from tests.decode.read import Reading, written

BODY = (None, "body", None)


def told(leaves: list[Leaf] | None) -> list[Reading] | None:
    return None if leaves is None else written(leaves)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null", None),
        ('{"a": [1, 2.5]}', {"a": [1, 2.5]}),
        (b'"\xc3\xa9"', "é"),
        (" 3 ", 3),
        ("9" * 400, float("inf")),
        ('{"a": Infinity}', {"a": float("inf")}),  # Python and JavaScript write these, though JSON has no such numbers
        (r'{"a": "\ud83d"}', {"a": "\ufffd"}),  # half of an emoji
        (r'{"a": "\ud83d\ude0e \ude0e"}', {"a": "\U0001f60e \ufffd"}),
    ],
)
def test_json(text: str | bytes, value: Any) -> None:
    found = parse_json(text)
    assert found == (value,) or text == "9" * 400


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"a": Nan}', "{'a': 1}", b'"\\ud83d"', b"\xff", "a=1"])
def test_other_texts_are_not_json(text: str | bytes) -> None:
    assert parse_json(text) is None


def test_leaves_of_json() -> None:
    value = {"mood": 3, "a/b~c": {"": None}, "list": [[True], "x"]}
    assert told(json_leaves((BODY, "json", None), value)) == [
        ("body > json:/mood", 3),
        ("body > json:/a~1b~0c/", None),
        ("body > json:/list/0/0", True),
        ("body > json:/list/1", "x"),
    ]


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ({"mood": [3, 4]}, ["mood", "mood"]),
        ({"key": "mood", "value": 3}, ["key", "mood"]),
        ({"name": "mood", "value": {"score": 3}}, ["name", "score"]),
        ({"linkId": "/phq9_q9", "valueInteger": 3}, ["linkId", "/phq9_q9"]),
        ({"key": 1, "value": 3}, ["key", "value"]),
        ({"name": "mood", "colour": 3}, ["name", "colour"]),
        ({"key": "m" * 65, "value": 3}, ["key", "value"]),
    ],
)
def test_the_name_nearest_to_a_leaf(value: Any, names: list[str]) -> None:
    assert [name for _, name, _ in json_leaves((BODY, "json", None), value)] == names


def test_json_lines() -> None:
    assert told(read_json_lines(BODY, '{"a": 1}\n\n{"b": 2}\n')) == [
        ("body > line:0", '{"a": 1}'),
        ("body > line:2", '{"b": 2}'),
    ]
    assert told(read_json_lines(BODY, '{"a": 1}\nnoise\n[2]')) is None
    assert told(read_json_lines(BODY, '{"a": 1}\n{"broken')) == [
        ("body > line:0", '{"a": 1}'),
        ("body > line:1", '{"broken'),
    ]
    assert read_json_lines(BODY, '{"a": 1}') is None
    assert read_json_lines(BODY, "") is None


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        ("a=1&b=x+y", [("query:a", "1"), ("query:b", "x y")]),
        ("a=%C3%A9&a=2", [("query:a", "é"), ("query:a", "2")]),
        ("ud%5Bem%5D=x", [("query:ud[em]", "x")]),
        ("a=b=c", [("query:a", "b=c")]),
        ("token", [("query:", "token")]),
        ("a=&b", [("query:a", ""), ("query:", "b")]),
        ("&&", []),
    ],
)
def test_pairs(text: str, leaves: list[Reading]) -> None:
    assert told(read_pairs(None, "query", text)) == leaves


def test_cookies() -> None:
    assert told(read_pairs(None, "cookie", "a=1; _ga=GA1.2; c", ";")) == [
        ("cookie:a", "1"),
        ("cookie:_ga", "GA1.2"),
        ("cookie:", "c"),
    ]


@pytest.mark.parametrize("text", ["a=1", "a=1&b=2", "a=1&b", "a[b]=c&", "mood=so tired"])
def test_what_looks_like_a_form(text: str) -> None:
    assert looks_like_form(text)


@pytest.mark.parametrize("text", ["", "a", "=1", "bW9vZA==", "a=", "two words=3", '{"a=1"}', "<a b=c>", "x&a=1"])
def test_what_does_not_look_like_a_form(text: str) -> None:
    assert not looks_like_form(text)


TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJlbWFpbCI6ImEuYkBjLmV4YW1wbGUiLCJtb29kIjozfQ.c2lnbmF0dXJl"


def test_a_web_token() -> None:
    assert told(read_token(BODY, TOKEN)) == [
        ("body > jwt > json:/email", "a.b@c.example"),
        ("body > jwt > json:/mood", 3),
    ]


@pytest.mark.parametrize(
    "text", ["", "eyJhbGciOiJIUzI1NiJ9", "eyJhbGciOiJIUzI1NiJ9.bm90IGpzb24.x", f"x{TOKEN}", "eyJhbGci.eyJtb29kåå9.x"]
)
def test_other_texts_are_not_web_tokens(text: str) -> None:
    assert read_token(BODY, text) is None
