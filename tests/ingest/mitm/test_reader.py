from collections.abc import Callable
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from mitmproxy import http
from mitmproxy.certs import Cert
from mitmproxy.dns import Question, ResourceRecord
from mitmproxy.flow import Error
from mitmproxy.io import tnetstring
from mitmproxy.tcp import TCPFlow
from mitmproxy.test import tflow, tutils
from mitmproxy.udp import UDPFlow
from mitmproxy.websocket import WebSocketMessage

from mhaudit.errors import CaptureUnreadable
from mhaudit.ingest.mitm.reader import MitmReader
from mhaudit.ingest.reader import Capture, Share
from mhaudit.model.capture import Certificate, Exchange, Gap, Item, Message
from tests.ingest.captures import dump, exchanges, gaps, read
from tests.ingest.test_certificates import pem


def flow(number: int, *, content: bytes | None = b'{"mood": 3}', tls: bool = True) -> http.HTTPFlow:
    made = tflow.tflow(
        req=tutils.treq(
            host="192.0.2.1",
            port=443,
            method=b"POST",
            scheme=b"https",
            authority=b"",
            path=f"/{number}?x=1".encode(),
            headers=http.Headers(
                ((b"Host", b"In.Metrics.example:443"), (b"X-Note", "déprimé".encode()), (b"X-Old", b"d\xe9j\xe0"))
            ),
            content=content,
            timestamp_start=1_700_000_000.5,
        ),
        resp=tutils.tresp(content=b"ok", headers=http.Headers(((b"Set-Cookie", b"a=1"),))),
    )
    made.client_conn.sni = "in.metrics.example" if tls else None
    made.client_conn.timestamp_tls_setup = 1_700_000_000.0 if tls else None
    made.server_conn.peername = ("192.0.2.1", 443)
    return made


@pytest.mark.parametrize("head", [b"2042:9:websocket;0:~", b"12:4:type;4:"])
def test_a_dump_is_known_by_its_first_bytes(head: bytes) -> None:
    assert MitmReader().sniff(head)


@pytest.mark.parametrize("head", [b"{", b"GET / HTTP/1.1", b"12:34", b"", b"12: 4:type;"])
def test_other_files_are_not_dumps(head: bytes) -> None:
    assert not MitmReader().sniff(head)


def test_an_http_flow(tmp_path: Path) -> None:
    assert read(tmp_path, dump([flow(1)]), "a.mitm") == [
        Exchange(
            capture="a.mitm",
            number=1,
            kind="http",
            started=1_700_000_000.5,
            scheme="https",
            host="in.metrics.example",
            port=443,
            ip="192.0.2.1",
            method="POST",
            path="/1?x=1",
            headers=(("Host", "In.Metrics.example:443"), ("X-Note", "déprimé"), ("X-Old", "déjà")),
            body=b'{"mood": 3}',
            status=200,
            response_headers=(("Set-Cookie", "a=1"),),
            response_body=b"ok",
            answered=946681203.0,
        )
    ]


def test_a_body_that_was_not_captured_and_one_that_is_empty(tmp_path: Path) -> None:
    found = read(tmp_path, dump([flow(1, content=None), flow(2, content=b"")]), "a.mitm")
    assert [item.body for item in exchanges(found)] == [None, b""]
    assert gaps(found) == [
        Gap(code="body-not-captured", host="in.metrics.example", detail="a.mitm: flow 1", blocking=True)
    ]


@pytest.mark.parametrize(
    ("sni", "authority", "header", "host"),
    [
        ("sni.example", b"authority.example", b"header.example", "sni.example"),
        ("Sni.Example.", b"", b"header.example", "sni.example"),
        (None, b"authority.example:8443", b"header.example", "authority.example"),
        (None, b"", b"header.example:80", "header.example"),
        (None, b"", b"", "192.0.2.1"),
    ],
)
def test_the_host_that_received_the_bytes(
    tmp_path: Path, sni: str | None, authority: bytes, header: bytes, host: str
) -> None:
    made = flow(1)
    made.client_conn.sni = sni
    made.request.data.authority = authority
    made.request.data.headers = http.Headers(((b"Host", header),)) if header else http.Headers()
    found = read(tmp_path, dump([made]), "a.mitm")
    assert [item.host for item in exchanges(found)] == [host]
    named = (authority or header).decode().partition(":")[0]
    flagged = [Gap(code="host-disagrees", host=host, detail=f"a.mitm: the request names {named}")]
    assert gaps(found) == (flagged if named not in ("", host) else [])


def test_the_scheme_is_that_of_the_app(tmp_path: Path) -> None:
    plain, upgraded = flow(1, tls=False), flow(2)
    plain.request.scheme, upgraded.request.scheme = "http", "http"
    assert [item.scheme for item in exchanges(read(tmp_path, dump([plain, upgraded]), "a.mitm"))] == ["http", "https"]


def test_no_answer_and_no_address(tmp_path: Path) -> None:
    made = flow(1)
    made.response, made.error = None, Error("connection reset")
    made.server_conn.peername = None
    (found,) = exchanges(read(tmp_path, dump([made]), "a.mitm"))
    assert (found.status, found.response_headers, found.response_body, found.ip) == (None, (), None, None)
    assert found.body == b'{"mood": 3}'


REFUSED = "[Errno 111] Connect call failed ('192.0.2.1', 443)"


@pytest.mark.parametrize(
    ("connected", "tls", "set_up", "error", "attempted"),
    [
        (None, False, None, REFUSED, REFUSED),
        (None, True, None, REFUSED, REFUSED),
        (1.0, True, None, "The remote server does not speak TLS.", "The remote server does not speak TLS."),
        (1.0, True, 2.0, "Client disconnected.", ""),
        (1.0, False, None, "Client disconnected.", ""),
        (None, False, None, "", ""),  # the dump ends while it waits: nobody knows
    ],
)
def test_a_request_that_never_arrived_is_an_attempt(
    tmp_path: Path, connected: float | None, tls: bool, set_up: float | None, error: str, attempted: str
) -> None:
    made = flow(1)
    made.response, made.error = None, Error(error) if error else None
    made.server_conn.timestamp_tcp_setup = connected
    made.server_conn.tls, made.server_conn.timestamp_tls_setup = tls, set_up
    (found,) = exchanges(read(tmp_path, dump([made]), "a.mitm"))
    assert found.attempted == attempted


def test_what_was_answered_arrived(tmp_path: Path) -> None:
    made = flow(1)
    made.server_conn.timestamp_tcp_setup = None  # an addon answered in its place
    made.error = Error("whatever")
    (found,) = exchanges(read(tmp_path, dump([made]), "a.mitm"))
    assert made.response and (found.attempted, found.answered) == ("", made.response.timestamp_end)


def test_an_ipv6_address(tmp_path: Path) -> None:
    made = flow(1)
    made.server_conn.peername = ("2001:db8::1", 443, 0, 0)  # type: ignore[assignment]  # as sockets say it
    (found,) = exchanges(read(tmp_path, dump([made]), "a.mitm"))
    assert found.ip == "2001:db8::1"


def test_a_web_socket(tmp_path: Path) -> None:
    made = flow(1)
    made.websocket = tflow.twebsocketflow().websocket
    assert made.websocket
    made.websocket.messages = [
        WebSocketMessage(1, True, b'{"mood": 3}', 1_700_000_001.0),
        WebSocketMessage(2, False, b"\x00\xff", 1_700_000_002.0),
    ]
    (found,) = exchanges(read(tmp_path, dump([made]), "a.mitm"))
    assert found.kind == "websocket"
    assert found.messages == (
        Message(sent=True, content=b'{"mood": 3}', at=1_700_000_001.0),
        Message(sent=False, content=b"\x00\xff", at=1_700_000_002.0),
    )


@pytest.mark.parametrize(("make", "kind"), [(tflow.ttcpflow, "tcp"), (tflow.tudpflow, "udp")])
@pytest.mark.parametrize("tls", [True, False])
def test_a_stream(tmp_path: Path, make: Callable[[], TCPFlow | UDPFlow], kind: str, *, tls: bool) -> None:
    made = make()
    made.client_conn.tls, made.client_conn.sni = tls, "MQTT.example" if tls else None
    made.server_conn.address, made.server_conn.peername = ("192.0.2.7", 8883), ("192.0.2.7", 8883)
    (found,) = exchanges(read(tmp_path, dump([made]), "a.mitm"))
    assert (found.kind, found.scheme) == (kind, "tls" if tls else kind)
    assert (found.host, found.port, found.ip) == ("mqtt.example" if tls else "192.0.2.7", 8883, "192.0.2.7")
    assert [(message.sent, message.content) for message in found.messages] == [(True, b"hello"), (False, b"it's me")]


@pytest.mark.parametrize("answered", [True, False])
def test_a_name_that_was_looked_up(tmp_path: Path, *, answered: bool) -> None:
    made = tflow.tdnsflow(resp=answered)
    made.request.timestamp = 1_700_000_000.5
    made.request.questions = [Question("D.Mood-3.Tracker.example.", 16, 1), Question("b.example", 4711, 1)]
    assert read(tmp_path, dump([made]), "a.mitm") == [
        Exchange(
            capture="a.mitm",
            number=1,
            kind="dns",
            started=1_700_000_000.5,
            scheme="dns",
            host=host,
            method=kind,
            status=0 if answered else None,
        )
        for host, kind in (("d.mood-3.tracker.example", "TXT"), ("b.example", "TYPE4711"))
    ]


def test_aliases_of_a_name(tmp_path: Path) -> None:
    made = tflow.tdnsflow(resp=True)
    made.request.questions = [Question("m.own.example", 1, 1)]
    assert made.response
    made.response.answers = [
        ResourceRecord.CNAME("m.own.example", "X.data.tracker.example"),
        ResourceRecord.CNAME("x.data.tracker.example", "y.tracker.example"),
        ResourceRecord.A("y.tracker.example", IPv4Address("192.0.2.7")),
    ]
    (found,) = exchanges(read(tmp_path, dump([made]), "a.mitm"))
    assert found.aliases == ("x.data.tracker.example", "y.tracker.example")


def test_the_certificate_of_the_server_and_not_of_its_issuer(tmp_path: Path) -> None:
    made = flow(1)
    leaf, issuer = (Cert.from_pem(pem(name)) for name in ("Adobe Inc.", "Some CA"))
    made.server_conn.certificate_list = (leaf, issuer)
    (found,) = exchanges(read(tmp_path, dump([made]), "a.mitm"))
    assert found.certificate == Certificate("Adobe Inc.", ())
    made.server_conn.certificate_list = ()
    assert exchanges(read(tmp_path, dump([made]), "a.mitm"))[0].certificate is None


def test_a_flow_of_another_kind_is_a_gap(tmp_path: Path) -> None:
    other = dump([tflow.tflow()]).replace(b"4:type;4:http;", b"4:type;4:quux;")
    assert read(tmp_path, other + dump([flow(1)]), "a.mitm")[0] == Gap(
        code="flow-not-read", detail="a.mitm: quux flow", blocking=True
    )


@pytest.mark.parametrize(
    ("part", "field", "value"),
    [
        ("request", "port", 1e999),
        ("request", "headers", None),
        ("request", "timestamp_start", b"x"),
        ("response", "status_code", float("nan")),
        ("websocket", "messages", [[1, True]]),
        ("server_conn", "address", 7),
    ],
)
def test_a_field_of_another_kind_costs_its_flow_at_most(tmp_path: Path, part: str, field: str, value: object) -> None:
    made = flow(1)
    made.websocket = tflow.twebsocketflow().websocket
    state = made.get_state()
    state[part][field] = value
    found = read(tmp_path, tnetstring.dumps(state) + dump([flow(2)]), "a.mitm")
    assert [item.path for item in exchanges(found)][-1] == "/2?x=1"
    lost = [gap.detail for gap in gaps(found) if gap.code == "damaged-capture"]
    assert len(lost) == 2 - len(exchanges(found))
    assert all(detail.startswith("a.mitm: damaged at byte 0;") for detail in lost)


def test_a_flipped_bit_costs_one_flow_at_most(tmp_path: Path) -> None:
    """A bit in every seventh byte of the first of three flows, whatever it stands for."""
    first, rest = dump([tflow.twebsocketflow()]), dump([flow(2), flow(3)])
    for at in range(0, len(first), 7):
        flipped = bytearray(first)
        flipped[at] ^= 1 << at % 8
        try:
            found = read(tmp_path, bytes(flipped) + rest, "a.mitm")
        except CaptureUnreadable:
            assert at < 10  # the head by which a dump is known
            continue
        paths = [item.path for item in exchanges(found)]
        assert paths[-2:] == ["/2?x=1", "/3?x=1"], at
        assert len(paths) == 3 or any(gap.blocking for gap in gaps(found))


def damage(found: list[Item]) -> list[tuple[str, str, int]]:
    assert all(gap.blocking for gap in gaps(found))
    return [(gap.code, gap.detail.split(";")[0], gap.unread) for gap in gaps(found)]


def test_a_truncated_dump_gives_the_flows_before_and_names_the_byte(tmp_path: Path) -> None:
    whole = dump([flow(1), flow(2)])
    begin = len(dump([flow(1)]))
    found = read(tmp_path, whole[:-100], "a.mitm")
    assert [item.path for item in exchanges(found)] == ["/1?x=1"]
    assert damage(found) == [("damaged-capture", f"a.mitm: damaged at byte {begin}", len(whole) - 100 - begin)]


def test_garbage_at_the_end(tmp_path: Path) -> None:
    whole = dump([flow(1), flow(2)])
    found = read(tmp_path, whole + b"garbage", "a.mitm")
    assert [item.path for item in exchanges(found)] == ["/1?x=1", "/2?x=1"]
    assert damage(found) == [("damaged-capture", f"a.mitm: damaged at byte {len(whole)}", 7)]


def test_garbage_between_flows_costs_no_flow(tmp_path: Path) -> None:
    first = dump([flow(1)])
    found = read(tmp_path, first + b"garbage" + dump([flow(2)]), "a.mitm")
    assert [item.path for item in exchanges(found)] == ["/1?x=1", "/2?x=1"]
    assert damage(found) == [("damaged-capture", f"a.mitm: damaged at byte {len(first)}", 7)]


def test_a_flow_that_is_damaged_inside_costs_itself_alone(tmp_path: Path) -> None:
    first, second, third = (dump([flow(number)]) for number in (1, 2, 3))
    found = read(tmp_path, first + second.replace(b"7:request;", b"7:request;x", 1)[:-1] + third, "a.mitm")
    assert [item.path for item in exchanges(found)] == ["/1?x=1", "/3?x=1"]
    assert sum(unread for _, _, unread in damage(found)) == len(second)


@pytest.mark.parametrize("data", [b"12:4:type;4:", b"5:5:hello;", b"20:7:version;2:21#4:xyz,}"])
def test_a_dump_without_a_whole_flow_is_unreadable(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(CaptureUnreadable, match=r"a\.mitm: begins like a mitmproxy dump"):
        read(tmp_path, data, "a.mitm")


def test_shares_divide_the_flows(tmp_path: Path) -> None:
    path = tmp_path / "a.mitm"
    path.write_bytes(dump([flow(number) for number in range(1, 6)]))
    shares = [exchanges(MitmReader().read(Capture(path, "a.mitm"), Share(first, 2))) for first in range(2)]
    assert [[item.number for item in share] for share in shares] == [[2, 4], [1, 3, 5]]


def test_damage_everywhere_is_reported_briefly(tmp_path: Path) -> None:
    data = dump([flow(1)]) + b"99:7:version;" * 3000
    found = read(tmp_path, data, "a.mitm")
    assert sum(gap.unread for gap in gaps(found)) == 3000 * 13
    assert len({gap.detail for gap in gaps(found)}) == 1000
    assert gaps(found)[-1].detail == "a.mitm: damaged further on"
