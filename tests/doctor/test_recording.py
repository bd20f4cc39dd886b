"""What stands in the way, provoked with a real mitmproxy and a real device, and what the doctor says of it."""

import datetime
import ssl
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from mhaudit.doctor.evidence import Evidence, evidence_of
from mhaudit.doctor.recording import of_recording
from tests.record.proxy import Proxy, Recorded, free_port, recording
from tests.record.server import Server


def answers(seen: Evidence) -> dict[str, tuple[str, str]]:
    return {answer.about: (answer.state, answer.says) for answer in of_recording(seen)}


def told(recorded: Recorded) -> dict[str, tuple[str, str]]:
    return answers(evidence_of(recorded.folder))


def refuse(proxy: Proxy, server: Server, names: Iterable[str]) -> None:
    for name in names:
        with pytest.raises(ssl.SSLCertVerificationError):
            proxy.tls(server.port, name, trusting=False)


def test_nobody_came() -> None:
    said = answers(Evidence(modes={"regular": []}))
    assert said["Device"] == ("trouble", "No device has connected to the proxy.")
    assert {state for about, (state, _) in said.items() if about != "Device"} == {"unknown"}


def test_a_device_that_came_for_the_certificate_only(tmp_path: Path, confdir: Path) -> None:
    """Browsers try https first, which they can't trust yet."""
    with recording(tmp_path / "case", confdir, "connection_strategy=lazy") as proxy:
        with proxy.connect() as connection:
            connection.sendall(b"CONNECT mitm.it:443 HTTP/1.1\r\n\r\n")
            assert b" 200 " in connection.recv(100)
            with pytest.raises(ssl.SSLCertVerificationError):
                ssl.create_default_context().wrap_socket(connection, server_hostname="mitm.it")
        with proxy.connect() as connection:
            connection.sendall(b"CONNECT mitm.it:443 HTTP/1.1\r\n\r\n")
            assert b" 200 " in connection.recv(100)
        with proxy.connect() as connection:
            connection.sendall(b"GET http://mitm.it/cert/pem HTTP/1.1\r\nHost: mitm.it\r\n\r\n")
            assert connection.recv(100).startswith(b"HTTP/1.1 200")
        proxy.stop()
    assert told(proxy)["Device"] == ("trouble", "127.0.0.1 connected for the certificate only.")
    assert [event["path"] for event in proxy.events("certificate-page")] == ["", "/cert/pem"]
    assert proxy.flows() == [], "what the proxy answers was sent to nobody"
    kinds = {event["event"] for event in proxy.events()}
    assert kinds == {"start", "listening", "device", "certificate-page", "stop"}


def test_a_device_that_does_not_trust_the_certificate(tmp_path: Path, confdir: Path, server: Server) -> None:
    with recording(tmp_path / "case", confdir) as proxy:
        refuse(proxy, server, ("a.example", "b.example"))
        proxy.stop()
    said = told(proxy)
    assert said["Certificate"] == (
        "trouble",
        "Refused at 2 hosts and none read: the device does not trust it: a.example, b.example.",
    )
    assert said["Device"] == ("fine", "127.0.0.1 connected, for 2 hosts.")
    assert (said["Pinning"][0], said["Clock"][0]) == ("fine", "unknown")


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory, confdir: Path, server: Server) -> Proxy:
    """Trusted by one app, refused by another, pinned by a third; servers an hour ahead; one that is gone."""
    with recording(tmp_path_factory.mktemp("mixed") / "case", confdir) as proxy:
        assert proxy.post(server.port, "fine.example", "/ahead").startswith(b"HTTP/1.1 200")
        refuse(proxy, server, ("refused.example",))
        proxy.tls(server.port, "pinned.example").close()
        proxy.tls(server.port, "fine.example").close()
        gone = free_port()
        with proxy.connect() as connection:
            connection.sendall(f"CONNECT 127.0.0.1:{gone} HTTP/1.1\r\n\r\n".encode())
            assert b" 502 " in connection.recv(1000)
        time.sleep(0.1)
        proxy.stop()
    return proxy


def test_a_certificate_that_some_apps_trust(mixed: Proxy) -> None:
    assert told(mixed)["Certificate"] == ("trouble", "Trusted at 1 host, refused at 1: refused.example.")


def test_who_pins(mixed: Proxy) -> None:
    """A host that was also read is no suspect: browsers close what they don't need."""
    assert told(mixed)["Pinning"] == ("trouble", "Probable at pinned.example: closed at once, and nothing sent.")


def test_a_clock_that_is_wrong(mixed: Proxy) -> None:
    assert told(mixed)["Clock"] == ("trouble", "This machine's clock is 60 minutes behind the servers'.")


def test_a_server_that_is_gone(mixed: Proxy) -> None:
    assert told(mixed)["Servers"] == ("trouble", "Not reached: 127.0.0.1.")


def test_all_is_well(tmp_path: Path, confdir: Path, server: Server) -> None:
    with recording(tmp_path / "case", confdir) as proxy:
        assert proxy.post(server.port, "fine.example", "/now").startswith(b"HTTP/1.1 200")
        proxy.stop()
    said = told(proxy)
    assert said.pop("QUIC") == ("unknown", "It bypasses a proxy of this mode.")
    assert {state for state, _ in said.values()} == {"fine"}


def test_a_device_whose_clock_is_years_off(tmp_path: Path, server: Server) -> None:
    """To it the certificate is expired, as one is that really is."""
    expired_authority(tmp_path)
    with recording(tmp_path / "case", tmp_path) as proxy:
        with pytest.raises(ssl.SSLCertVerificationError, match="expired"):
            proxy.tls(server.port, "a.example")
        proxy.stop()
    assert told(proxy)["Clock"] == (
        "trouble",
        "The device considers the certificate expired, or not valid yet, at a.example.",
    )
    (failed,) = proxy.events("tls-failed")
    assert "alert certificate expired" in failed["why"]


def expired_authority(folder: Path) -> None:
    """What mitmproxy finds in its folder and signs with."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mitmproxy")])
    then = datetime.datetime(2001, 1, 1, tzinfo=datetime.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(then).not_valid_after(then + datetime.timedelta(days=1))
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    usage = dict.fromkeys(("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"), False)
    agree = dict.fromkeys(("key_agreement", "encipher_only", "decipher_only"), False)
    builder = builder.add_extension(x509.KeyUsage(key_cert_sign=True, crl_sign=True, **usage, **agree), critical=True)
    identity = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    made = builder.add_extension(identity, critical=False).sign(key, hashes.SHA256())
    pem = made.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "mitmproxy-ca.pem").write_bytes(secret + pem)
    (folder / "mitmproxy-ca-cert.pem").write_bytes(pem)
