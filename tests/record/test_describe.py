import ssl

import pytest
from mitmproxy.test.tflow import tclient_conn, tflow, tserver_conn, ttcpflow, twebsocketflow

from mhaudit.record.describe import address_of, described, host_of_request, named_in_hello


@pytest.mark.parametrize(
    ("sni", "host", "expected"),
    [
        ("a.example", "a.example", ("a.example", "")),
        ("a.example", "A.Example.", ("a.example", "")),
        ("a.example", "b.example", ("a.example", "b.example")),
        (None, "b.example", ("b.example", "")),
    ],
)
def test_the_name_in_tls_stands_above_the_host_header(sni: str | None, host: str, expected: tuple[str, str]) -> None:
    flow = tflow()
    flow.client_conn.sni = sni
    flow.request.host_header = host
    assert host_of_request(flow) == expected


def test_an_address_may_not_be_known_yet() -> None:
    server = tserver_conn()
    assert address_of(server) == "address"
    server.address = None
    assert address_of(server) == ""


def test_a_websocket_is_described_with_its_request() -> None:
    flow = twebsocketflow()
    flow.client_conn.sni = "chat.example"
    found = described(flow)
    assert (found["kind"], found["host"], found["method"], found["path"]) == ("websocket", "chat.example", "GET", "/ws")
    assert ["connection", "upgrade"] in found["headers"]
    assert (found["port"], found["ip"]) == (22, "192.168.0.1")


def test_a_stream_is_described_by_its_connection() -> None:
    flow = ttcpflow()
    flow.client_conn = tclient_conn()
    found = described(flow)
    assert (found["kind"], found["host"], found["scheme"]) == ("tcp", "address", "tcp")
    assert "path" not in found


def test_the_name_in_a_first_packet() -> None:
    hello = ssl.MemoryBIO()
    client = ssl.create_default_context().wrap_bio(ssl.MemoryBIO(), hello, server_hostname="a.example")
    with pytest.raises(ssl.SSLWantReadError):
        client.do_handshake()
    packet = hello.read()
    assert named_in_hello(packet) == "a.example"
    assert [named_in_hello(data) for data in (packet[:20], b"GET / HTTP/1.1\r\n", b"", b"\x16\x03\x01\x00\x00")] == [
        ""
    ] * 4
