"""Connections with messages, with a real mitmproxy: closed in order, broken, and open when the power goes."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from mhaudit.model.audit import Audit
from tests.record.device import open_socket, reset, say
from tests.record.proxy import Proxy, free_port, recording, request, until
from tests.record.server import Server
from tests.record.session import session

MQTT = b"\x10\x0a\x00\x04MQTT\x04\x02\x00\x3c"


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory, confdir: Path, server: Server) -> Proxy:
    """One recording that is stopped in order while one socket is still open."""
    with recording(tmp_path_factory.mktemp("streams") / "case", confdir) as proxy:
        broken = open_socket(proxy, server, "reset.example", "/socket/reset")
        assert say(broken, b"one") == b"heard: one"
        reset(broken)
        with proxy.tls(server.port, "upgraded.example") as upgraded:
            upgraded.sendall(request("upgraded.example", "/raw", b"", "Connection: upgrade\r\nUpgrade: meow\r\n"))
            assert upgraded.recv(1000).startswith(b"HTTP/1.1 101")
            upgraded.sendall(b"purr")
            assert upgraded.recv(1000) == b"echo purr"
        with proxy.tls(server.port, "mqtt.example") as mqtt:
            mqtt.sendall(MQTT)
            assert mqtt.recv(1000) == b"echo " + MQTT
        until(lambda: len(proxy.events("end")) == 3, "not all connections ended")
        still_open = open_socket(proxy, server, "open.example", "/socket/open")
        assert say(still_open, b"two") == b"heard: two"
        proxy.stop()
        still_open.close()
    return proxy


def messages(flow: object) -> list[tuple[bool, bytes]]:
    held = flow.websocket.messages if getattr(flow, "websocket", None) else flow.messages  # type: ignore[attr-defined]
    return [(message.from_client, message.content) for message in held]


def test_a_socket_that_is_reset_keeps_its_messages(recorded: Proxy) -> None:
    flow = recorded.flow("/socket/reset")
    assert messages(flow) == [(True, b"one"), (False, b"heard: one")]
    assert flow.websocket.close_code == 1006


def test_an_upgrade_to_something_else_keeps_its_bytes(recorded: Proxy) -> None:
    assert recorded.flow("/raw").response.status_code == 101
    (flow,) = [flow for flow in recorded.flows() if flow.type == "tcp" and flow.client_conn.sni == "upgraded.example"]
    assert messages(flow) == [(True, b"purr"), (False, b"echo purr")]


def test_something_that_is_not_http_keeps_its_bytes(recorded: Proxy) -> None:
    (flow,) = [flow for flow in recorded.flows() if flow.type == "tcp" and flow.client_conn.sni == "mqtt.example"]
    assert messages(flow) == [(True, MQTT), (False, b"echo " + MQTT)]


def test_a_socket_that_is_open_when_the_recording_is_stopped_is_kept_once(recorded: Proxy) -> None:
    assert messages(recorded.flow("/socket/open")) == [(True, b"two"), (False, b"heard: two")]
    captures = recorded.audit().generated_from.captures
    assert [(capture.name, capture.exchanges) for capture in captures] == [
        ("case/capture.mitm", 5),
        ("case/journal.jsonl", 0),
    ]


@pytest.fixture(scope="module")
def cut_off(tmp_path_factory: pytest.TempPathFactory, confdir: Path, server: Server) -> Proxy:
    """One recording that is killed while a socket, a stream and a request are under way."""
    with recording(tmp_path_factory.mktemp("streams") / "case", confdir) as proxy:
        chat = open_socket(proxy, server, "chat.example")
        assert say(chat, b'{"mood_score": 3}') == b'heard: {"mood_score": 3}'
        mqtt = proxy.tls(server.port, "mqtt.example")
        mqtt.sendall(MQTT)
        mqtt.recv(1000)
        waiting = proxy.tls(server.port, "waiting.example")
        waiting.sendall(request("waiting.example", "/early", b"", "Content-Length: 9\r\n"))
        until(lambda: proxy.events("request", host="waiting.example"), "the request did not arrive")
        proxy.kill()
        for connection in (chat, mqtt, waiting):
            connection.close()
    return proxy


@pytest.fixture(scope="module")
def after_the_kill(cut_off: Proxy) -> Audit:
    return cut_off.audit()


def test_a_socket_that_was_open_is_read_from_the_journal(cut_off: Proxy, after_the_kill: Audit) -> None:
    assert (cut_off.folder / "capture.mitm").stat().st_size == 0
    (seen,) = [
        seen for seen in after_the_kill.observations if seen.category == "mood.score" and seen.direction == "sent"
    ]
    assert (seen.recipient, seen.at[0].capture, seen.at[0].place) == (
        *("chat.example", "case/journal.jsonl"),
        "message:0 > json:/mood_score",
    )


def test_who_was_contacted_is_known(after_the_kill: Audit) -> None:
    contacts = {recipient.host: recipient.bytes_sent for recipient in after_the_kill.recipients}
    assert contacts.keys() == {"chat.example", "mqtt.example"} and contacts["mqtt.example"] == len(MQTT)


def test_the_audit_says_what_was_lost(cut_off: Proxy, after_the_kill: Audit) -> None:
    assert [(gap.code, gap.blocking) for gap in after_the_kill.coverage.gaps if gap.code.startswith("recording")] == [
        ("recording-cut-off", True)
    ]
    assert cut_off.gaps("waiting.example") == [("exchange-lost", True, 1)]
    assert "exchange-lost" not in {code for code, *_ in cut_off.gaps("chat.example")}


def test_a_recording_that_was_stopped_is_not_cut_off(recorded: Proxy) -> None:
    assert {gap.code for gap in recorded.audit().coverage.gaps} == {
        "body-opaque",
        "answer-opaque",
        "no-app-profile",
        "no-persona",
    }


QUESTION = b"\x00\x07\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01a\x07example\x00\x00\x01\x00\x01"
ANSWER = (
    b"\x00\x07\x81\x80\x00\x01\x00\x01"
    + QUESTION[8:]
    + b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04\xc0\x00\x02\x01"
)


@contextmanager
def datagrams(answer: bytes) -> Iterator[int]:
    """A UDP server that always says the same; its port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))

        def serve() -> None:
            with suppress(OSError):
                while True:
                    _, sender = server.recvfrom(2000)
                    server.sendto(answer, sender)

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]


def ask(port: int, question: bytes) -> bytes:
    """Sends until it is answered: the first packets may come before mitmproxy listens."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as device:
        device.connect(("127.0.0.1", port))
        device.settimeout(0.5)
        for _ in range(20):
            with suppress(OSError):
                device.send(question)
                return device.recv(2000)
            time.sleep(0.2)
    raise AssertionError("no answer")


def test_packets_and_questions_for_names_are_kept(tmp_path: Path, confdir: Path) -> None:
    dns_port, udp_port = free_port(), free_port()
    with datagrams(ANSWER) as names, datagrams(b"telemetry taken") as sink:
        modes = (
            *("mode=regular", f"mode=reverse:dns://127.0.0.1:{names}@127.0.0.1:{dns_port}"),
            f"mode=reverse:udp://127.0.0.1:{sink}@127.0.0.1:{udp_port}",
        )
        with recording(tmp_path / "case", confdir, *modes) as proxy:
            assert ask(dns_port, QUESTION)[-4:] == b"\xc0\x00\x02\x01"
            assert ask(udp_port, b"mood=3") == b"telemetry taken"
            proxy.stop()
    packets = next(flow for flow in proxy.flows() if flow.type == "udp")
    question = next(flow for flow in proxy.flows() if flow.type == "dns")
    assert messages(packets) == [(True, b"mood=3"), (False, b"telemetry taken")]
    assert question.request.questions[0].name == "a.example"
    assert [event["kind"] for event in proxy.events("open")] == ["udp"]
    audit = proxy.audit()
    assert ("looked-up", "a.example") in {(gap.code, gap.host) for gap in audit.coverage.gaps}
    assert [seen.lookups for seen in audit.recipients if seen.host == "a.example"] == [1]


FLOOD = int(os.environ.get("MHAUDIT_FLOOD", "3000"))


def test_every_message_of_a_flood_is_recorded(tmp_path: Path, confdir: Path, plain: Server) -> None:
    with session(tmp_path / "case", confdir, "--no-page") as running:
        connection = running.connect()
        connection.settimeout(300)
        connection.sendall(
            f"GET http://127.0.0.1:{plain.port}/flood HTTP/1.1\r\nHost: a.example\r\nConnection: Upgrade\r\n"
            "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            f"x-count: {FLOOD}\r\n\r\n".encode()
        )
        seen = b""
        while f"message {FLOOD - 1}".encode() not in seen:
            data = connection.recv(1 << 16)
            assert data, "the socket was closed before the last message"
            seen = seen[-100:] + data
        connection.close()
        running.stop()
    contents = [message.content for message in running.flow("/flood").websocket.messages]
    assert contents == [b"message %d" % number for number in range(FLOOD)]
