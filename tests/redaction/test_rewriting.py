import base64
import gzip
import json
from typing import Any

import msgpack
import pytest

from mhaudit.redaction.rewriting import rewritten

Steps = list[tuple[str, str | int | None]]


def out(value: str | bytes, steps: Steps, old: Any = "old", new: str = "new") -> Any:
    return rewritten(value, steps, lambda seen: new if seen is None or text(seen) == text(old) else None)


def text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


JSON: Steps = [("json", None), ("json", "a"), ("json", 1), ("json", "b")]


def test_json_at_its_place_and_nowhere_else() -> None:
    document = {"a": [{"b": "old"}, {"b": "old", "c": 3}]}
    assert json.loads(out(json.dumps(document), JSON)) == {"a": [{"b": "old"}, {"b": "new", "c": 3}]}
    assert out(json.dumps(document), JSON, "other") is None


def test_a_number_becomes_a_text() -> None:
    assert out(b'{"mood":3}', [("json", None), ("json", "mood")], 3) == b'{"mood":"new"}'


def test_through_all_layers() -> None:
    inner = base64.b64encode(b'{"mood":"old"}').decode()
    body = gzip.compress(json.dumps({"batch": [{"payload": inner}]}).encode())
    place: Steps = [("gzip", None), ("json", None), ("json", "batch"), ("json", 0), ("json", "payload")]
    place += [("base64", None), ("json", None), ("json", "mood")]
    payload = json.loads(gzip.decompress(out(body, place)))["batch"][0]["payload"]
    assert base64.b64decode(payload) == b'{"mood":"new"}'


@pytest.mark.parametrize(
    ("value", "place", "wanted"),
    [
        ("a=1&m=old&m=x", [("form", "m")], "a=1&m=new&m=x"),
        ("sid=old; a=b", [("cookie", "sid")], "sid=new; a=b"),
        ("/u/old/x?q=1", [("path", 2)], "/u/new/x?q=1"),
        ("/u/a?q=old&r=1#f", [("query", "q")], "/u/a?q=new&r=1#f"),
        ("https://h.example/u?q=old", [("query", "q")], "https://h.example/u?q=new"),
        ("/a#t=old", [("fragment", "t")], "/a#t=new"),
        ('42["a",{"m":"old"}]', [("socket.io", None), *JSON[:1], ("json", 1), ("json", "m")], '42["a",{"m":"new"}]'),
        ("<a><b>old</b><c>old!</c></a>", [("xml", None), ("xml", "a/b")], "<a><b>new</b><c>new!</c></a>"),
        ('{"a":1}\n{"a":"old"}', [("line", 1), ("json", None), ("json", "a")], '{"a":1}\n{"a":"new"}'),
        ("x2F7kR", [("base58", None), ("json", None), ("json", "m")], "new"),
    ],
)  # fmt: skip
def test_in_texts(value: str, place: Steps, wanted: str) -> None:
    assert out(value, place) == wanted


def test_a_token_loses_its_signature() -> None:
    claims = base64.urlsafe_b64encode(b'{"sub":"old"}').decode().rstrip("=")
    head, new, signature = out(f"eyJh.{claims}.sig", [("jwt", None), ("json", None), ("json", "sub")]).split(".")
    assert (head, base64.b64decode(new + "=="), signature) == ("eyJh", b'{"sub":"new"}', "redacted")


def test_multipart() -> None:
    body = b'--x2345678\r\nContent-Disposition: form-data; name="m"\r\n\r\nold\r\n--x2345678--\r\n'
    assert out(body, [("multipart", "m")]) == body.replace(b"old", b"new")


def test_a_text_in_a_message_format_keeps_its_length() -> None:
    body = msgpack.packb({"mood": "something old", "n": 3})
    assert out(body, [("msgpack", None), ("msgpack", "mood")], "something old") == body.replace(
        b"something old", b"new----------"
    )


def test_a_number_in_a_message_format_takes_the_message_with_it() -> None:
    assert out(msgpack.packb({"mood": 3}), [("msgpack", None), ("msgpack", "mood")], 3) == b"new"


@pytest.mark.parametrize("place", [JSON, [("hex", None)], [("form", "a")], [("gzip", None)], [("jwt", None)]])
def test_what_does_not_hold_what_its_place_says_stays(place: Steps) -> None:
    assert out(b"\xff\x00no such thing", place) is None
