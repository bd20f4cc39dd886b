from datetime import timedelta
from pathlib import Path

import pytest
from mitmproxy.certs import CertStore

from mhaudit.errors import CaseUnusable
from mhaudit.record.phone.authority import authority


def test_it_is_the_one_that_signs(tmp_path: Path) -> None:
    store = CertStore.from_store(tmp_path, "mitmproxy", 2048)
    found = authority(str(tmp_path), "mitm.example")
    assert found.page == "http://mitm.example/"
    assert bytes.fromhex(found.fingerprint.replace(":", "")) == store.default_ca.fingerprint()
    assert found.ends - found.begins > timedelta(days=3000)
    assert found.pem == (tmp_path / "mitmproxy-ca-cert.pem").read_bytes() and b"PRIVATE" not in found.pem


@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_one_that_is_not_there_is_said(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "mitmproxy-ca-cert.pem").write_bytes(content)
    with pytest.raises(CaseUnusable, match="the certificate of the proxy can't be read"):
        authority(str(tmp_path), "mitm.it")
