"""A phone in the WireGuard tunnel of a real recording: HTTP/3 that is read, QUIC that is not, names, and the doctor."""

from pathlib import Path

import pytest

from mhaudit.doctor.evidence import evidence_of
from mhaudit.doctor.recording import of_recording
from tests.record import quic
from tests.record.conftest import confdir
from tests.record.proxy import free_port, until
from tests.record.server import context
from tests.record.session import Session, session
from tests.record.wireguard import Carrier, Tunnel, configuration

LOOKUP = b"\x12\x34\x01\x00\x00\x01\0\0\0\0\0\0\x08tracker1\x07example\0\0\x1c\0\x01"
__all__ = ["confdir"]
MOOD = b'{"mood_score": 3}'


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory, confdir: Path) -> Session:
    folder = tmp_path_factory.mktemp("tunnel")
    context(folder)
    mode = ("--mode", f"wireguard@{free_port()}", "--set", "ssl_insecure=true")
    with quic.serving(folder / "server.pem") as server, session(folder / "case", confdir, *mode) as running:
        tunnel = Tunnel(configuration(running.address))
        trusting = confdir / "mitmproxy-ca-cert.pem"
        heard = quic.post(Carrier(tunnel, server, 4001), "read.example", "/mood", MOOD, trusting)
        assert heard == (b"heard: " + MOOD, "")
        quic.post(Carrier(tunnel, server, 4002), "refused.example", "/mood", MOOD, None)
        until(lambda: running.events("tls-failed"), "the refusal is not told")
        with quic.silent() as nobody:
            quic.post(Carrier(tunnel, nobody, 4003), "gone.example", "/gone", MOOD, trusting, patience=0.3)
        for question in (LOOKUP, LOOKUP.replace(b"\x08tracker1\x07example", b"\x04mitm\x02it")):
            tunnel.send("10.0.0.53", 53, question)
            assert tunnel.receive()[:2] == LOOKUP[:2]
        tunnel.close()
        running.stop()
    return running


def test_http3_is_read(recorded: Session) -> None:
    flow = recorded.flow("/mood")
    assert (flow.request.http_version, flow.request.content, flow.client_conn.sni) == ("HTTP/3", MOOD, "read.example")
    assert flow.response.content == b"heard: " + MOOD
    assert recorded.gaps("read.example") == []
    (seen,) = [seen for seen in recorded.audit().observations if seen.category == "mood.score"]
    assert (seen.recipient, seen.direction) == ("read.example", "sent")


def test_a_device_that_does_not_trust_the_certificate_by_quic(recorded: Session) -> None:
    (event,) = recorded.events("tls-failed")
    assert (event["host"], event["transport"]) == ("refused.example", "udp")
    assert recorded.gaps("refused.example") == [("quic-not-read", True, 1)]


def test_a_connection_that_is_under_way_when_the_recording_ends_is_told(recorded: Session) -> None:
    """mitmproxy waits long for a server that does not answer, and has no hook for the time until then."""
    assert [gap[:2] for gap in recorded.gaps("gone.example")] == [("quic-not-read", True)]


def test_names_are_recorded_and_the_phone_is_known(recorded: Session) -> None:
    assert [event["address"] for event in recorded.events("device")] == ["10.0.0.1"]
    assert [flow.request.questions[0].name for flow in recorded.flows() if flow.type == "dns"] == ["tracker1.example"]


def test_the_doctor_sees_the_quic_that_was_not_read(recorded: Session) -> None:
    said = {answer.about: (answer.state, answer.says) for answer in of_recording(evidence_of(recorded.folder))}
    assert said["QUIC"] == ("trouble", "Used, and not read, with gone.example, refused.example.")
    assert said["Certificate"] == ("fine", "Trusted: TLS with 1 host was read.")
