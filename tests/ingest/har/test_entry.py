"""The dialects of HAR: what each producer writes, and the exchange that it stands for."""

import base64
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mhaudit.ingest.har.entry import EntryError, read_entry
from mhaudit.model.capture import Contact, Exchange, Gap
from tests.ingest.captures import entry, exchanges, gaps

WHEN = datetime(2026, 11, 23, 4, 5, 6, 500_000, UTC).timestamp()


def exchange(request: dict[str, Any] | None = None, **fields: Any) -> Exchange:
    (found,) = exchanges(read_entry(entry(request, **fields), "a.har", 7))
    return found


def missing(request: dict[str, Any]) -> list[tuple[str, int]]:
    found = gaps(read_entry(entry(request), "a.har", 7))
    assert all(gap.host == "in.metrics.example" and gap.blocking and "entry 7" in gap.detail for gap in found)
    return [(gap.code, gap.unread) for gap in found]


def test_an_ordinary_entry() -> None:
    found = exchange(
        {
            "method": "PUT",
            "url": "HTTPS://In.Metrics.example:8443/e/%41?x=1#top",
            "headers": [
                {"name": "Content-Type", "value": "application/json"},
                {"name": "A", "value": "1", "comment": ""},
            ],
            "postData": {"mimeType": "application/json", "text": '{"mood": "déprimé"}'},
            "bodySize": 21,
        },
        response={"status": 201, "headers": [{"name": "B", "value": "2"}], "content": {"text": "ok"}},
        serverIPAddress="[2001:db8::1]",
        time=3.5,
    )
    assert found == Exchange(
        capture="a.har",
        number=7,
        kind="http",
        started=WHEN,
        scheme="https",
        host="in.metrics.example",
        port=8443,
        ip="2001:db8::1",
        method="PUT",
        path="/e/%41?x=1#top",
        headers=(("Content-Type", "application/json"), ("A", "1")),
        body='{"mood": "déprimé"}'.encode(),
        status=201,
        response_headers=(("B", "2"),),
        response_body=b"ok",
        answered=WHEN + 0.0035,
        body_declared=21,
    )


PARAMS = [{"name": "mood", "value": "3"}, {"name": "note", "value": "so tired & sad"}]


@pytest.mark.parametrize(
    ("post", "body"),
    [
        ({"params": PARAMS}, b"mood=3&note=so+tired+%26+sad"),  # BrowserMob
        ({"params": PARAMS, "text": ""}, b"mood=3&note=so+tired+%26+sad"),
        ({"params": [], "text": "mood=3"}, b"mood=3"),  # PCAPdroid
        ({"params": PARAMS, "text": "a=1"}, b"a=1"),
        ({"params": [{"name": '{"mood":3}', "value": ""}]}, b'{"mood":3}'),  # Charles
        ({"params": [{"name": '{"mood":3}'}], "mimeType": None}, b'{"mood":3}'),
        ({"params": [{"name": "a"}, {"name": "{b}", "value": ""}]}, b"a=&%7Bb%7D="),
        ({"text": "bW9vZD0z", "encoding": "base64"}, b"mood=3"),  # PCAPdroid, Reqable
        ({"text": "bW9vZD0z"}, b"bW9vZD0z"),
        pytest.param({"text": "no base64!", "encoding": "base64"}, b"no base64!"),
        ({"text": "bW9v\r\nZD0z", "encoding": "base64"}, b"mood=3"),
        ({"text": "\x0a\x04mood\xff", "mimeType": "application/x-protobuf"}, b"\x0a\x04mood\xff"),  # bytes as latin-1
        ({"text": "\xff", "mimeType": "text/plain"}, b"\xc3\xbf"),
        ({"text": "😔", "mimeType": "application/octet-stream"}, "😔".encode()),
        ({"text": None}, b""),
        ({"text": 3}, b""),
        ({}, b""),
        (None, b""),
        ("text", b"text"),
    ],
)
def test_what_was_posted(post: object, body: bytes) -> None:
    assert exchange({"postData": post}).body == body


@pytest.mark.parametrize(
    ("kept", "body"),
    [
        ({"text": base64.b64encode(b"\xffmood").decode(), "encoding": "base64"}, b"\xffmood"),  # HTTP Toolkit
        ({"text": "mood=3"}, b"mood=3"),
        ({"text": None}, b""),
    ],
)
def test_a_body_that_is_kept_beside_the_format(kept: object, body: bytes) -> None:
    assert exchange({"_content": kept}).body == body


def test_text_wins_over_what_is_kept_beside_it() -> None:
    assert exchange({"_content": {"text": "a"}, "postData": {"text": "b"}}).body == b"b"


@pytest.mark.parametrize(
    "request_",
    [
        {"bodySize": 12},
        {
            "bodySize": 12,
            "postData": {"mimeType": "text/plain", "text": None},
        },  # a body that was streamed past mitmproxy
        {"bodySize": 12, "postData": {"text": ""}},
        {"bodySize": -1, "headers": [{"name": "Content-Length", "value": "12"}]},
        {"bodySize": None, "headers": [["content-length", "12"]]},
        {"bodySize": 12, "_requestBodyStatus": "discarded:too-large"},
    ],
)
def test_a_body_that_is_known_to_be_missing(request_: dict[str, Any]) -> None:
    assert missing(request_) == [("body-not-captured", 12)]


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"bodySize": 0},
        {"bodySize": -1, "method": "GET"},
        {"bodySize": -1, "postData": {"text": ""}},
        {"bodySize": 12, "postData": {"text": "a"}},
        {"headers": [{"name": "Content-Length", "value": "0"}]},
        {"headers": [{"name": "Content-Length", "value": "many"}]},
        {"headers": [{"name": "Content-Length", "value": "9" * 5000}]},
        pytest.param({"headers": [{"name": "Content-Length", "value": "²"}]}),
        {"bodySize": "12", "method": "DELETE"},
    ],
)
def test_a_body_that_is_not_missing(request_: dict[str, Any]) -> None:
    assert missing(request_) == []


@pytest.mark.parametrize(
    "request_",
    [
        {"bodySize": -1},
        {"bodySize": None},
        {"bodySize": -1, "postData": {}},
        {"bodySize": -1, "postData": []},
        {"bodySize": -1, "method": "put"},
        {"bodySize": -1, "method": "GET", "headers": [{"name": "Transfer-Encoding", "value": "chunked"}]},
    ],
)
def test_a_body_that_is_not_mentioned(request_: dict[str, Any]) -> None:
    """HAR 1.2: a size of -1 is not known."""
    assert missing(request_) == [("body-not-captured", 0)]
    assert exchange(request_).body is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("!!! REQUEST BODY COULD NOT BE DECODED !!!", ["body-not-captured"]),
        ("<truncated>", ["body-not-captured"]),
        ("[binary]", ["body-not-captured"]),
        ("[object FormData]", ["body-not-captured"]),
        ('{"mood": 3, "note": "so ti... [truncated]', ["body-cut"]),
        ("I wrote [binary] and <truncated> on the wall", []),
        ("the truncated pyramid", []),
    ],
)
def test_words_of_a_recorder_in_the_place_of_a_body(text: str, code: list[str]) -> None:
    assert [found for found, _ in missing({"postData": {"text": text}})] == code


def test_base64_that_is_none_is_a_gap() -> None:
    assert missing({"postData": {"text": "not base64!", "encoding": "base64"}}) == [("decode-failed", 0)]
    assert missing({"postData": {"text": "bW9vZD0_", "encoding": "base64"}}) == []


@pytest.mark.parametrize(
    ("text", "mime_type", "body"),
    [
        ("\x0a\x04mood\xff", "application/x-www-form-urlencoded", b"\x0a\x04mood\xff"),  # Firebase on iOS
        ("\x1f\x8b\x08\xff", "text/plain", b"\x1f\x8b\x08\xff"),  # PostHog
        ("d\xc3\xa9prim\xc3\xa9", "text/plain", "déprimé".encode()),  # UTF-8 read as Latin-1
        ("déprimé", "text/plain", "déprimé".encode()),
        ("déprimé 😔\x00", "text/plain", "déprimé 😔\x00".encode()),
    ],
)
def test_bytes_as_characters_are_known_by_what_they_are(text: str, mime_type: str, body: bytes) -> None:
    assert exchange({"postData": {"text": text, "mimeType": mime_type}}).body == body


@pytest.mark.parametrize(
    ("url", "host", "path", "scheme"),
    [
        ("in.metrics.example/v1", "in.metrics.example", "/v1", "https"),
        ("in.metrics.example:80/v1", "in.metrics.example", "/v1", "http"),
        ("//in.metrics.example/v1?a=1", "in.metrics.example", "/v1?a=1", "https"),
        ("/v1?a=1", "named.example", "/v1?a=1", "https"),
        ("", "named.example", "/", "https"),
        (" HTTPS://In.Metrics.example/v1 ", "in.metrics.example", "/v1", "https"),
    ],
)
def test_addresses_without_a_scheme(url: str, host: str, path: str, scheme: str) -> None:
    found = exchange({"url": url, "headers": [{"name": "Host", "value": "named.example"}]})
    assert (found.host, found.path, found.scheme) == (host, path, scheme)


@pytest.mark.parametrize(("labels", "told"), [(126, []), (127, []), (128, ["damaged-entry"])])
def test_a_host_of_more_characters_than_a_name_has(labels: int, told: list[str]) -> None:
    url = f"https://{'a.' * (labels - 1)}b/x"
    found = list(read_entry(entry({"url": url}), "a.har", 7))
    (only,) = exchanges(found)
    assert (len(only.host) <= 253, only.host[-4:], only.path) == (True, ".a.b", "/x")
    assert [gap.code for gap in gaps(found)] == told


def test_a_tunnel_is_a_contact_and_a_refused_one_an_attempt() -> None:
    request = {"method": "CONNECT", "url": "in.metrics.example:443"}
    assert list(read_entry(entry(request, response={"status": 200}), "a.har", 7)) == [
        Contact(capture="a.har", number=7, host="in.metrics.example", first=WHEN)
    ]
    refused = exchange(request, response={"status": 502})
    assert refused.attempted == "the proxy was asked for a connection and answered 502"


def test_none_and_empty_stay_apart() -> None:
    assert exchange({"bodySize": 12}).body is None
    assert exchange({"bodySize": 0}).body == b""


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ([["A", "1"], ["B", "2"]], (("A", "1"), ("B", "2"))),  # Slack
        ([{"name": "A", "value": None}, {"name": None}], (("A", ""), ("", ""))),
        ([["A"], "B: 2", 3, None, {"name": "C", "value": "3"}], (("C", "3"),)),
        (None, ()),
        ("A: 1", ()),
        ({"A": "1"}, (("A", "1"),)),
    ],
)
def test_headers(headers: object, found: object) -> None:
    assert exchange({"headers": headers}).headers == found
    assert exchange(response={"status": 200, "headers": headers}).response_headers == found


@pytest.mark.parametrize(
    ("response", "status", "body"),
    [
        ({"status": 200, "content": {"text": "aGk=", "encoding": "base64"}}, 200, b"hi"),
        ({"status": 200, "content": {"text": "aGk="}}, 200, b"aGk="),
        ({"status": 200, "content": {"text": "\xff\x00", "mimeType": "image/png"}}, 200, b"\xff\x00"),
        ({"status": 200, "content": {"text": ""}}, 200, b""),
        ({"status": 200, "content": {"size": 12}}, 200, None),
        ({"status": 200, "content": {"text": None}}, 200, None),
        ({"status": 200, "statusText": None, "redirectURL": None, "content": None}, 200, None),
        ({"status": 0, "httpVersion": "", "content": {}}, None, None),  # no answer
        ({"status": -1}, None, None),
        ({"status": "200"}, 200, None),
        ({"status": None}, None, None),
        ({}, None, None),
        (None, None, None),
        ([], None, None),
    ],
)
def test_answers(response: object, status: int | None, body: bytes | None) -> None:
    found = exchange(response=response)
    assert (found.status, found.response_body) == (status, body)


@pytest.mark.parametrize(
    ("started", "seconds"),
    [
        ("2026-11-23T04:05:06.500Z", WHEN),
        ("2026-11-23T05:05:06.500+01:00", WHEN),
        ("2026-11-23T04:05:06.500", WHEN),
        ("2026-11-23T04:05:06.5000000Z", WHEN),
        ("yesterday", None),
        ("", None),
        (None, None),
        (1_700_000_000, 1_700_000_000.0),
        ("1970-01-01T00:00:00+01:00", -3600.0),
    ],
)
def test_times(started: object, seconds: float | None) -> None:
    assert exchange(startedDateTime=started).started == seconds


@pytest.mark.parametrize(
    ("url", "scheme", "host", "port", "path"),
    [
        ("https://a.example", "https", "a.example", None, ""),
        ("http://A.Example.:80/x", "http", "a.example", 80, "/x"),
        ("wss://a.example/ws", "https", "a.example", None, "/ws"),
        ("ws://a.example/ws", "http", "a.example", None, "/ws"),
        ("https://u:p@a.example/x?y=http://b.example/z", "https", "a.example", None, "/x?y=http://b.example/z"),
        ("https://[2001:db8::1]:444/x", "https", "2001:db8::1", 444, "/x"),
        ("https://a.example/x?a=é b", "https", "a.example", None, "/x?a=é b"),
    ],
)
def test_addresses(url: str, scheme: str, host: str, port: int | None, path: str) -> None:
    found = exchange({"url": url})
    assert (found.scheme, found.host, found.port, found.path) == (scheme, host, port, path)


@pytest.mark.parametrize(
    ("ip", "found"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("192.0.2.1:443", "192.0.2.1"),  # ProxyPin
        ("[2001:db8::1]", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("", None),
        (None, None),
        (7, None),
    ],
)
def test_server_addresses(ip: object, found: str | None) -> None:
    assert exchange(serverIPAddress=ip).ip == found


@pytest.mark.parametrize(
    ("headers", "named"),
    [
        ([{"name": "Host", "value": "Other.example:443"}], "other.example"),
        ([{"name": ":authority", "value": "other.example"}], "other.example"),  # Charles, Chrome
        ([{"name": "host", "value": "In.Metrics.example:443"}], None),
        ([{"name": "host", "value": "in.metrics.example."}], None),
        ([], None),
    ],
)
def test_a_request_that_names_another_host(headers: object, named: str | None) -> None:
    found = list(read_entry(entry({"headers": headers}), "a.har", 7))
    assert [item.host for item in exchanges(found)] == ["in.metrics.example"]
    detail = f"a.har: the request names {named}"
    assert gaps(found) == ([Gap(code="host-disagrees", host="in.metrics.example", detail=detail)] if named else [])


@pytest.mark.parametrize(("text", "lost"), [("a\ufffdb\ufffd", 2), ("déprimé", 0)])
def test_bytes_that_became_text_and_were_lost(text: str, lost: int) -> None:
    assert missing({"postData": {"text": text}}) == ([("body-lossy", lost)] if lost else [])


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ("noise", "is str, not an object"),
        (None, "is NoneType, not an object"),
        ({}, "request is missing"),
        ({"request": None}, "request is missing"),
        ({"request": []}, "request is list, not an object"),
        ({"request": {}}, "request.url is missing"),
        ({"request": {"url": None}}, "request.url is missing"),
        ({"request": {"url": ""}}, "request.url is missing"),
        ({"request": {"url": "https://[::1/x"}}, "request.url is not a URL: Invalid IPv6 URL"),
        ({"request": {"url": "https://a.example:99999/"}}, "request.url is not a URL: Port out of range 0-65535"),
    ],
)
def test_an_invalid_entry_has_a_reason(broken: object, why: str) -> None:
    with pytest.raises(EntryError) as caught:
        list(read_entry(broken, "a.har", 7))
    assert str(caught.value) == why


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "value", "text", "x"]), inner),
    max_leaves=6,
)
_REQUEST = st.fixed_dictionaries(
    {"url": st.just("https://a.example/") | _JSON},
    optional=dict.fromkeys(("method", "headers", "postData", "_content", "bodySize"), _JSON),
)
_ENTRY = st.fixed_dictionaries(
    {"request": _REQUEST},
    optional=dict.fromkeys(("response", "startedDateTime", "serverIPAddress", "_webSocketMessages"), _JSON),
)


@given(_ENTRY | _JSON)
def test_no_entry_does_worse_than_to_be_left_out(value: object) -> None:
    with suppress(EntryError):
        found = list(read_entry(value, "a.har", 1))
        assert [type(item) for item in found][-1:] == [Exchange]
        assert all(isinstance(item, Gap) for item in found[:-1])


@pytest.mark.parametrize(
    "url", ["data:text/plain,x", "blob:https://a.example/1", "about:blank", "chrome-extension://abc/x.js"]
)
def test_local_resources_send_nothing(url: str) -> None:
    assert list(read_entry(entry({"url": url}), "a.har", 7)) == []


@pytest.mark.parametrize(("cache", "read"), [("disk", 0), ("memory", 0), ("service-worker", 1), (None, 1)])
def test_what_came_out_of_the_browsers_cache_was_not_asked_for(cache: object, read: int) -> None:
    """A service worker may have asked all the same."""
    assert len(exchanges(read_entry(entry(_fromCache=cache), "a.har", 7))) == read


@pytest.mark.parametrize("url", ["https:///x", "https://?a"])
def test_an_address_without_a_host_is_damage(url: str) -> None:
    with pytest.raises(EntryError, match=r"request\.url has no host"):
        list(read_entry(entry({"url": url}), "a.har", 7))


MESSAGES = [
    {"time": WHEN + 1, "eventName": "message", "data": '{"t": "call"}'},
    {"time": WHEN + 3, "eventName": "end", "data": "113\nnow"},
    {"time": WHEN + 3, "data": ""},
    "none",
]


def test_messages_of_an_event_source_are_the_answer() -> None:
    began = "2026-11-23T04:05:06.500Z"
    found = exchange(startedDateTime=began, _eventSourceMessages=MESSAGES, response={"status": 200})
    assert found.response_body == b'data: {"t": "call"}\n\nevent: end\ndata: 113\ndata: now\n\n'
    assert found.arrivals == ((21, WHEN + 1), (len(found.response_body), WHEN + 3))
    kept = exchange(_eventSourceMessages=MESSAGES, response={"status": 200, "content": {"text": "data: x"}})
    assert (kept.response_body, kept.arrivals) == (b"data: x", ())


def test_times_before_the_request_are_none() -> None:
    began = "2027-11-23T04:05:06.500Z"
    found = exchange(startedDateTime=began, _eventSourceMessages=MESSAGES, response={"status": 200})
    assert found.response_body and found.arrivals == ()


@pytest.mark.parametrize(
    ("response", "sent"),
    [
        ({"_serviceWorkerResponseSource": "cache-storage"}, False),
        ({"_serviceWorkerResponseSource": "http-cache"}, False),
        ({"_fetchType": "Disk Cache"}, False),
        ({"_servedFromCache": True}, False),
        ({"_serviceWorkerResponseSource": "network"}, True),
        ({"_fetchType": "Network Load"}, True),
        ({"_servedFromCache": "true"}, True),
        ({}, True),
    ],
)
def test_what_a_cache_or_a_service_worker_answered_was_not_sent(response: dict[str, object], sent: bool) -> None:
    entry = {"request": {"url": "https://a.example/x"}, "response": {"status": 200, **response}}
    (found,) = read_entry(entry, "a.har", 1)
    assert isinstance(found, Exchange) is sent
    assert sent or (isinstance(found, Gap) and (found.code, found.host) == ("answered-from-cache", "a.example"))
