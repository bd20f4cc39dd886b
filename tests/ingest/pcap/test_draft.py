from typing import Any

import pytest

from mhaudit.ingest.pcap.draft import Draft
from mhaudit.model.capture import Exchange, Gap, Message
from tests.ingest.pcap.heard import connection


def made(at: Any = None, **fields: Any) -> list[Exchange | Gap]:
    return list(Draft(at or connection(), 7, 1.5, **fields).exchange("a.pcap"))


def test_an_exchange() -> None:
    at = connection(app="app.meadow")
    draft = Draft(at, 7, 1.5, method="POST", path="/e", headers=(("Host", "api.example"),), status=200)
    draft.add(b"moo", sent=True)
    draft.add(b"d", sent=True)
    draft.add(b"ok", sent=False)
    assert list(draft.exchange("a.pcap")) == [
        Exchange(
            capture="a.pcap",
            number=7,
            started=1.5,
            scheme="https",
            host="api.example",
            app="app.meadow",
            port=443,
            ip="203.0.113.1",
            method="POST",
            path="/e",
            headers=(("Host", "api.example"),),
            body=b"mood",
            status=200,
            response_headers=(),
            response_body=b"ok",
        )
    ]
    assert at.heard


@pytest.mark.parametrize(
    ("named", "header", "host", "flagged"),
    [
        (True, "front.example", "api.example", True),
        (True, "API.example:443", "api.example", False),
        (True, "", "api.example", False),
        (False, "front.example", "front.example", False),
        (False, "", "api.example", False),
    ],
)
def test_the_name_in_tls_goes_before_the_one_in_the_request(named: bool, header: str, host: str, flagged: bool) -> None:
    *gaps, exchange = made(connection(named=named), headers=(("Host", header),))
    assert isinstance(exchange, Exchange) and exchange.host == host
    wanted = Gap(code="host-disagrees", host=host, detail=f"a.pcap: the request names {header}")
    assert gaps == ([wanted] if flagged else [])


def test_an_incomplete_body_is_a_gap() -> None:
    gap, exchange = made(whole=False)
    assert gap == Gap(code="body-not-captured", host="api.example", detail="a.pcap: frame 7", blocking=True)
    assert isinstance(exchange, Exchange) and exchange.body is None


@pytest.mark.parametrize(
    ("protocols", "scheme"), [({"tcp", "tls"}, "https"), ({"udp", "quic"}, "https"), ({"tcp"}, "http")]
)
def test_schemes(protocols: set[str], scheme: str) -> None:
    (exchange,) = made(connection(protocols=protocols))
    assert isinstance(exchange, Exchange) and exchange.scheme == scheme


def test_no_answer_and_no_body() -> None:
    (web,) = made()
    assert isinstance(web, Exchange) and (web.body, web.status, web.response_body) == (b"", None, None)
    (stream,) = made(kind="tcp", scheme="tcp", messages=[Message(sent=True, content=b"x")])
    assert isinstance(stream, Exchange) and (stream.body, stream.scheme, len(stream.messages)) == (None, "tcp", 1)


def test_bodies_and_messages_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mhaudit.ingest.pcap.draft._MOST_BYTES", 8)
    draft = Draft(connection(), 7, 1.5)
    for sent in (True, False):
        for _ in range(3):
            draft.add(b"12345", sent=sent)
    assert (bytes(draft.body), bytes(draft.response_body), draft.whole) == (b"12345", b"12345", False)
    assert [draft.say(b"12345", None, sent=True) for _ in range(2)] == [True, False]
