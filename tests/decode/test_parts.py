import base64

import pytest

from mhaudit.decode.parts import Content, answer_leaves, contents, head_leaves, open_url
from mhaudit.model.capture import Exchange, Headers, Message
from tests.decode.read import Reading, written


def exchange(host: str = "in.metrics.example", path: str = "", headers: Headers = ()) -> Exchange:
    return Exchange(capture="a.har", number=1, host=host, path=path, headers=headers)


def head(host: str = "in.metrics.example", path: str = "", headers: Headers = ()) -> list[Reading]:
    found = written(head_leaves(exchange(host, path, headers)))
    return [reading for reading in found if reading != ("host", "in.metrics.example")]


def test_path_query_and_fragment() -> None:
    assert head(path="/v1/a%2Fb%20c?mood=3&em=a%40b.example#state=x&y") == [
        ("path", "/v1/a/b c"),
        ("path:1", "v1"),
        ("path:2", "a/b c"),
        ("query:mood", "3"),
        ("query:em", "a@b.example"),
        ("fragment:state", "x"),
        ("fragment:", "y"),
    ]
    assert head(path="/") == []
    assert head(path="") == []
    assert head(path="/?") == []


def test_headers_and_cookies() -> None:
    headers = (
        ("X-User-Id", "u-1"),
        ("Cookie", "sid=abc; _ga=GA1"),
        ("User-Agent", "Diary/1.0"),
        ("Referer", "https://a.example/mood"),
        ("authorization", "Bearer x"),
    )
    assert head(headers=headers) == [
        ("header:x-user-id", "u-1"),
        ("cookie:sid", "abc"),
        ("cookie:_ga", "GA1"),
        ("header:user-agent", "Diary/1.0"),
        ("header:referer", "https://a.example/mood"),
        ("header:authorization", "Bearer x"),
    ]
    assert [name for _, name, value in head_leaves(exchange(headers=headers)) if value == "Diary/1.0"] == [""]


def test_headers_of_the_network_stack_say_nothing() -> None:
    headers = (("Accept", "*/*"), ("Content-Type", "text/plain"), ("Host", "in.metrics.example:443"), (":path", "/x"))
    assert head(headers=headers) == []


def test_a_host_header_that_names_another_host() -> None:
    assert head(headers=(("Host", "other.example:8443"),)) == [("header:host", "other.example")]


def test_long_labels_of_a_host_are_joined() -> None:
    first, second = "nvxw6zb5gmtg433uejqw4", "mfxgizlsebuw4zjanzswk3tf"
    host = f"a.{first * 2}.{second * 2}.metrics.example"
    assert head(host=host) == [("host", host), ("host > labels", first * 2 + second * 2)]
    assert head(host="short.labels.of.a.host.with.many.of.them.example") == [
        ("host", "short.labels.of.a.host.with.many.of.them.example")
    ]


def test_the_answer() -> None:
    sent = Exchange(
        capture="a.har",
        number=1,
        host="a.example",
        response_headers=(("Set-Cookie", "id=7; Path=/"), ("Location", "/mood"), ("Server", "x")),
    )
    assert written(answer_leaves(sent)) == [
        ("set-cookie:id", "7"),
        ("set-cookie:Path", "/"),
        ("response-header:location", "/mood"),
    ]
    assert answer_leaves(exchange()) == []


def test_bodies_and_messages_with_what_the_headers_say() -> None:
    full = Exchange(
        capture="a.har",
        number=1,
        host="a.example",
        headers=(("Content-Type", "Text/Plain; Charset=UTF-8"), ("Content-Encoding", "gzip, Br")),
        body=b"q",
        response_headers=(("content-encoding", "identity"),),
        response_body=b"a",
        messages=(Message(sent=True, content=b"1"), Message(sent=False, content=b"2")),
    )
    assert list(contents(full)) == [
        Content((None, "body", None), True, b"q", "text/plain; Charset=UTF-8", ("br", "gzip")),
        Content((None, "response-body", None), False, b"a", "", ()),
        Content((None, "message", 0), True, b"1", "", ()),
        Content((None, "message", 1), False, b"2", "", ()),
    ]


@pytest.mark.parametrize("body", [None, b""])
def test_a_missing_body_is_not_content(body: bytes | None) -> None:
    assert list(contents(Exchange(capture="a.har", number=1, host="a.example", body=body, response_body=body))) == []


def test_an_address_inside_a_value() -> None:
    trail = (None, "query", "dl")
    assert written(open_url(trail, "https://a.example/mood/3?em=x#a=b")) == [
        ("query:dl > path", "/mood/3"),
        ("query:dl > path:1", "mood"),
        ("query:dl > path:2", "3"),
        ("query:dl > query:em", "x"),
        ("query:dl > fragment:a", "b"),
    ]
    assert written(open_url(trail, "https://a.example/#top")) == []
    assert open_url(trail, "http://[::1/x") == []


def test_a_path_segment_of_base64_is_whole() -> None:
    segment = base64.b64encode(b"mood=3???").decode().replace("/", "%2F")
    assert ("path:1", "bW9vZD0zPz8/") in head(path=f"/{segment}")
