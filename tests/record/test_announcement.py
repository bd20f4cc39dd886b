import os
import pty
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from tests.record.proxy import PATIENCE, free_port
from tests.record.qr_codes import scanned_in_terminal
from tests.record.session import session


def test_the_terminal_says_where_everything_is(tmp_path: Path, confdir: Path) -> None:
    port = free_port()
    with session(tmp_path / "case", confdir, "--mode", "regular", "--mode", f"socks5@127.0.0.1:{port}") as running:
        assert running.said[0] == f"Recording into {tmp_path / 'case'}"
        assert sorted(line for line in running.said if line.startswith("Proxy: ")) == [
            f"Proxy: regular on 127.0.0.1:{running.port}",
            f"Proxy: socks5@127.0.0.1:{port} on 127.0.0.1:{port}",
        ]
        assert running.address.startswith("http://127.0.0.1:")
        assert running.said[-2] == f"Steps for phones: {running.address}connect"
        assert running.said[-1] == "Ctrl-C ends the recording."


def test_a_page_that_is_not_wanted_is_not_there(tmp_path: Path, confdir: Path) -> None:
    with session(tmp_path / "case", confdir, "--no-page") as running:
        assert not [line for line in running.said if line.startswith("Live page")]


def test_a_terminal_shows_what_a_phone_scans(tmp_path: Path, confdir: Path) -> None:
    shown = in_terminal(
        "--out", tmp_path / "case", "--no-page", "--mode", f"wireguard@127.0.0.1:{free_port()}", confdir=confdir
    )
    blocks = re.findall(r"(?:\x1b\[97;40m[ ▀▄█]+\x1b\[0m\r?\n)+", shown)
    codes = [scanned_in_terminal(block.replace("\r", "")) for block in blocks]
    assert codes[0].startswith("[Interface]\nPrivateKey = ") and codes[0].count("\n") == 8
    assert codes[1:] == ["http://mitm.it/"]


def in_terminal(*words: str | Path, confdir: Path) -> str:
    """What `mhaudit record` writes to a terminal until it listens; then it is stopped."""
    ours, theirs = pty.openpty()
    options = ("--host", "127.0.0.1", "--device", "x", "--as-published", "--set", f"confdir={confdir}")
    command = [sys.executable, "-m", "mhaudit", "record", *options, *words]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env={**os.environ, "TERM": "xterm"})
    os.close(theirs)
    shown = b""
    while b"Ctrl-C ends" not in shown:
        shown += os.read(ours, 65536)
    process.send_signal(signal.SIGINT)
    with suppress(OSError):  # the terminal is gone when the program is
        while os.read(ours, 65536):
            pass
    process.wait(PATIENCE)
    os.close(ours)
    return shown.decode()


def test_the_terminal_says_what_this_proxy_is(tmp_path: Path, confdir: Path) -> None:
    port = free_port()
    with session(tmp_path / "case", confdir, "--no-page", "--mode", f"socks5@{port}") as running:
        said = running.said
    certificate = x509.load_pem_x509_certificate((confdir / "mitmproxy-ca-cert.pem").read_bytes())
    assert said[1:4] == [f"Proxy: socks5@{port} on 127.0.0.1:{port}", "  Server: 127.0.0.1", f"  Port: {port}"]
    assert "Certificate, from the device through the proxy: http://mitm.it/" in said
    assert f"Its SHA-256: {certificate.fingerprint(SHA256()).hex(':').upper()}" in said
