from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from tests.record.proxy import free_port
from tests.record.session import session


def test_the_terminal_says_what_this_proxy_is(tmp_path: Path, confdir: Path) -> None:
    port = free_port()
    with session(tmp_path / "case", confdir, "--no-page", "--mode", f"socks5@{port}") as running:
        said = running.said
    certificate = x509.load_pem_x509_certificate((confdir / "mitmproxy-ca-cert.pem").read_bytes())
    assert said[1:4] == [f"Proxy: socks5@{port} on 127.0.0.1:{port}", "  Server: 127.0.0.1", f"  Port: {port}"]
    assert "Certificate, from the device through the proxy: http://mitm.it/" in said
    assert f"Its SHA-256: {certificate.fingerprint(SHA256()).hex(':').upper()}" in said
