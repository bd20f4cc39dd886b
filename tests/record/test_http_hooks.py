"""Requests that end in every way there is, with a real mitmproxy: what stands in the case, and which gap it makes."""

import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.record.proxy import Proxy, recording, request, until
from tests.record.server import Server

BODY = b'{"mood": 3, "note": "' + b"x" * 5000 + b'"}'
LATE = "Transfer-Encoding: chunked\r\n"


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory, confdir: Path, server: Server) -> Proxy:
    """One recording with mitmproxy's own settings."""
    with recording(tmp_path_factory.mktemp("http") / "case", confdir) as proxy:
        assert proxy.post(server.port, "fine.example", "/ok", b'{"mood": 3}').startswith(b"HTTP/1.1 200")
        abort(proxy, server, "aborted.example", "/aborted", request_of(1000, b'{"mood": 3, '))
        assert b"502" in proxy.post(server.port, "silent.example", "/none", b'{"mood": 4}')
        smuggled = request("smuggled.example", "/bad", b"0\r\n\r\nX", "Content-Length: 4\r\n" + LATE)
        abort(proxy, server, "smuggled.example", "/bad", smuggled)
        proxy.stop()
    return proxy


@pytest.fixture(scope="module")
def streamed(tmp_path_factory: pytest.TempPathFactory, confdir: Path, server: Server) -> Proxy:
    """One recording in which something made mitmproxy pass large bodies on in pieces."""
    with recording(tmp_path_factory.mktemp("http") / "case", confdir, "stream_large_bodies=1k") as proxy:
        assert proxy.post(server.port, "streamed.example", "/ok", BODY).startswith(b"HTTP/1.1 200")
        head = request("early.example", "/early", b"", f"Content-Length: {len(BODY)}\r\n")
        abort(proxy, server, "early.example", "/early", head + BODY[:3000])
        until(lambda: proxy.events("partial"), "the journal does not tell of the upload")
        proxy.stop()
    return proxy


def request_of(length: int, sent: bytes) -> bytes:
    return request("aborted.example", "/aborted", sent, f"Content-Length: {length}\r\n")


def abort(proxy: Proxy, server: Server, name: str, path: str, data: bytes) -> None:
    """Send some of a request, and leave."""
    with proxy.tls(server.port, name) as connection:
        connection.sendall(data)
        until(lambda: proxy.events("request", host=name), f"{path} did not arrive")
        with suppress(OSError):
            connection.settimeout(0.3)
            connection.recv(1000)


def test_a_request_and_its_answer_are_kept_whole(recorded: Proxy) -> None:
    flow = recorded.flow("/ok")
    assert (flow.request.raw_content, flow.response.raw_content) == (b'{"mood": 3}', b"fine")
    assert (flow.client_conn.sni, flow.client_conn.tls_version) == ("fine.example", "TLSv1.3")
    assert recorded.gaps("fine.example") == []


def test_an_upload_that_breaks_off(recorded: Proxy) -> None:
    flow = recorded.flow("/aborted")
    assert flow.request.raw_content is None and "received 12 bytes, expected 1000" in flow.error.msg
    (event,) = recorded.events("partial", host="aborted.example")
    assert (event["flow"], event["kept"]) == (flow.id, 0)
    assert recorded.gaps("aborted.example") == [("body-not-captured", True, 1), ("partial-upload", True, 1)]
    assert sum(row.unread for row in recorded.audit().coverage.bytes) == 12


def test_a_request_without_an_answer_keeps_its_body(recorded: Proxy) -> None:
    flow = recorded.flow("/none")
    assert (flow.request.raw_content, flow.response) == (b'{"mood": 4}', None)
    assert flow.error.msg == "server closed connection"
    seen = [seen for seen in recorded.audit().observations if seen.recipient == "silent.example"]
    assert "mood.score" in {each.category for each in seen}
    assert recorded.gaps("silent.example") == []


def test_a_request_of_two_lengths_is_refused_and_told(recorded: Proxy) -> None:
    assert recorded.flow("/bad").request.raw_content is None
    (event,) = recorded.events("partial", host="smuggled.example")
    assert "transfer-encoding and content-length" in event["why"]
    assert recorded.gaps("smuggled.example") == [("body-not-captured", True, 1), ("partial-upload", True, 1)]


def test_a_body_that_goes_by_in_pieces_is_kept(streamed: Proxy) -> None:
    assert streamed.flow("/ok").request.raw_content == BODY
    assert streamed.gaps("streamed.example") == []


def test_what_came_of_a_streamed_upload_before_it_broke_off_is_kept(streamed: Proxy) -> None:
    """mitmproxy has no hook for this one: neither `request` nor, in every case, `error`."""
    (event,) = streamed.events("partial", host="early.example")
    assert event["kept"] == 3000
    assert streamed.flow("/early").request.raw_content == BODY[:3000]
    assert streamed.gaps("early.example") == [("body-cut", True, 1), ("partial-upload", True, 1)]


def test_a_chunked_body_that_grows_too_large_is_kept_or_told(tmp_path: Path, confdir: Path, server: Server) -> None:
    """It starts to go by in pieces in the middle, which only mitmproxy from 12 on can keep."""
    with recording(tmp_path / "case", confdir, "stream_large_bodies=1k") as proxy:
        chunks = b"".join(b"%x\r\n%s\r\n" % (1000, BODY[n : n + 1000]) for n in (0, 1000, 2000, 3000))
        head = request("late.example", "/ok", b"", LATE)
        with proxy.tls(server.port, "late.example") as connection:
            connection.sendall(head + chunks[:1005])
            time.sleep(0.2)
            connection.sendall(chunks[1005:] + b"0\r\n\r\n")
            assert connection.recv(100).startswith(b"HTTP/1.1 200")
        proxy.stop()
    kept = proxy.flow("/ok").request.raw_content
    assert kept in (BODY[:4000], None)
    assert proxy.gaps("late.example") == ([] if kept else [("body-not-captured", True, 1)])


def test_a_limit_on_bodies_is_told(tmp_path: Path, confdir: Path, server: Server) -> None:
    with recording(tmp_path / "case", confdir, "body_size_limit=1k") as proxy:
        assert b"413" in proxy.post(server.port, "large.example", "/large", BODY)
        assert proxy.post(server.port, "small.example", "/small", b"{}").startswith(b"HTTP/1.1 200")
        proxy.stop()
    assert [event["option"] for event in proxy.events("limited")] == ["body_size_limit"]
    assert ("recording-limited", True, 1) in proxy.gaps("")
    assert proxy.gaps("large.example") == [("body-not-captured", True, 1), ("partial-upload", True, 1)]
    assert proxy.gaps("small.example") == []
