"""Contacts that never become an exchange, with a real mitmproxy: what stands in the case, and which gap it makes."""

import ssl
import time
from pathlib import Path

import pytest

from tests.record.proxy import Proxy, free_port, recording, request
from tests.record.server import Server

PINNED = ("TLSv1_2", "TLSv1_3")


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory, confdir: Path, server: Server) -> Proxy:
    """One recording of everything that can go wrong before a request."""
    options = (r"ignore_hosts=left-alone\.example",)
    with recording(tmp_path_factory.mktemp("contacts") / "case", confdir, *options) as proxy:
        assert proxy.post(server.port, "fine.example", "/ok", b"{}").startswith(b"HTTP/1.1 200")
        with pytest.raises(ssl.SSLCertVerificationError):
            proxy.tls(server.port, "refused.example", trusting=False)
        for version in PINNED:
            proxy.tls(server.port, f"{version.lower()}.pinned.example", version=version).close()
        proxy.tls(server.port, "fine.example").close()
        with proxy.tls(server.port, "silent.example"):
            time.sleep(1.2)
        vanish(proxy, server)
        unreachable(proxy, free_port())
        proxy.tunnel(server.port).close()
        assert differing_names(proxy, server).startswith(b"HTTP/1.1 200")
        left_alone(proxy, server)
        proxy.stop()
    return proxy


def vanish(proxy: Proxy, server: Server) -> None:
    """A device that leaves in the middle of the handshake."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    hello = ssl.create_default_context().wrap_bio(incoming, outgoing, server_hostname="vanished.example")
    with pytest.raises(ssl.SSLWantReadError):
        hello.do_handshake()
    with proxy.tunnel(server.port) as connection:
        connection.sendall(outgoing.read())
        time.sleep(0.3)


def unreachable(proxy: Proxy, port: int) -> None:
    """A tunnel to a port where nobody listens."""
    with proxy.connect() as connection:
        connection.sendall(f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n\r\n".encode())
        assert b" 502 " in connection.recv(1000)


def differing_names(proxy: Proxy, server: Server) -> bytes:
    with proxy.tls(server.port, "shown.example") as connection:
        connection.sendall(request("hidden.example", "/differs", b"{}"))
        return connection.recv(1000)


def left_alone(proxy: Proxy, server: Server) -> None:
    """Passed through: the app meets the server's own certificate."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with context.wrap_socket(proxy.tunnel(server.port), server_hostname="left-alone.example") as connection:
        connection.sendall(request("left-alone.example", "/unseen", b"{}"))
        assert connection.recv(1000).startswith(b"HTTP/1.1 200")


def test_a_refused_certificate(recorded: Proxy) -> None:
    (event,) = recorded.events("tls-failed", host="refused.example")
    assert event["why"].startswith("The client does not trust the proxy's certificate for refused.example")
    assert recorded.gaps("refused.example") == [("tls-refused", True, 1)]


@pytest.mark.parametrize("version", PINNED)
def test_a_connection_that_is_closed_as_soon_as_it_stands(recorded: Proxy, version: str) -> None:
    host = f"{version.lower()}.pinned.example"
    (event,) = recorded.events("closed", host=host)
    assert (event["established"], event["transport"], event["failure"]) == (True, "tcp", "")
    assert event["seconds"] < 0.5 and event["tls"] == version.replace("_", ".")
    assert recorded.gaps(host) == [("probable-pinning", True, 1)]


def test_the_same_at_a_host_that_was_also_talked_to_hides_less(recorded: Proxy) -> None:
    assert len(recorded.events("request", host="fine.example")) == 1
    assert recorded.gaps("fine.example") == [("probable-pinning", False, 1)]


def test_a_connection_that_is_kept_and_not_used_is_not_pinning(recorded: Proxy) -> None:
    (event,) = recorded.events("closed", host="silent.example")
    assert event["established"] and event["seconds"] >= 1
    assert recorded.gaps("silent.example") == [("connection-silent", False, 1)]


def test_a_device_that_leaves_in_the_handshake_is_not_said_to_refuse(recorded: Proxy) -> None:
    (event,) = recorded.events("tls-failed", host="vanished.example")
    # which of the two mitmproxy says depends on whether the device is gone before or after its first bytes are read
    assert "disconnected during the handshake" in event["why"] or event["why"] == "connection closed early"
    assert recorded.gaps("vanished.example") == [("tls-cut-off", True, 1)]


def test_a_server_that_can_not_be_reached(recorded: Proxy) -> None:
    (event,) = recorded.events("server-failed")
    assert event["host"] == "127.0.0.1" and "Connect call failed" in event["why"]
    assert ("connection-failed", True, 1) in recorded.gaps("127.0.0.1")


def test_a_tunnel_that_never_becomes_a_request(recorded: Proxy) -> None:
    refused, unused = recorded.events("closed", host="127.0.0.1")
    assert refused["failure"] and (unused["failure"], unused["established"]) == ("", False)
    assert ("connection-silent", False, 1) in recorded.gaps("127.0.0.1")


def test_a_host_header_that_names_another_host_decides_nothing(recorded: Proxy) -> None:
    (event,) = recorded.events("request", said="hidden.example")
    assert event["host"] == "shown.example"
    assert recorded.gaps("shown.example") == [("host-disagrees", False, 1)]
    hosts = {recipient.host for recipient in recorded.audit().recipients}
    assert "shown.example" in hosts and "hidden.example" not in hosts


def test_a_host_that_the_proxy_leaves_alone(recorded: Proxy) -> None:
    assert recorded.events("ignored", host="left-alone.example")
    assert [gap[:2] for gap in recorded.gaps("left-alone.example")] == [("host-ignored", True)]


def test_who_only_knocks_has_no_story(recorded: Proxy) -> None:
    """The test itself connected to see whether the proxy is up."""
    assert {event["host"] for event in recorded.events("closed")} == {
        *("tlsv1_2.pinned.example", "tlsv1_3.pinned.example", "fine.example", "silent.example", "127.0.0.1"),
    }


def test_nobody_else_can_read_the_case(recorded: Proxy) -> None:
    assert recorded.folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in recorded.folder.iterdir()} == {0o600}
