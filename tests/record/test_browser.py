"""With a stand-in for the browser, which asks for its URL through the proxy that it is told of."""

import hashlib
import json
import stat
import sys
import time
from base64 import b64encode
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from mitmproxy.certs import CertStore

from mhaudit.cli import main
from mhaudit.cli.exits import Exit
from mhaudit.errors import ToolMissing
from mhaudit.record.browser import arguments, find_browser, key_digest
from tests.record.proxy import PATIENCE, until
from tests.record.server import Server
from tests.record.session import session

STAND_IN = """#!{python}
import json, sys, time, urllib.request
words = dict(word.split("=", 1) for word in sys.argv[1:] if "=" in word)
proxy = urllib.request.ProxyHandler({{"http": words["--proxy-server"]}})
body = urllib.request.build_opener(proxy).open(sys.argv[-1]).read()
profile = words["--user-data-dir"]
open(profile + "/state", "w").write("cookies")
json.dump({{"argv": sys.argv[1:], "body": body.decode(), "profile": profile}}, open({told!r}, "w"))
time.sleep({lasts})
"""


def stand_in(folder: Path, lasts: float) -> tuple[Path, Path]:
    program, told = folder / "browser", folder / "told.json"
    program.write_text(STAND_IN.format(python=sys.executable, told=str(told), lasts=lasts))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program, told


@pytest.mark.parametrize("closes", [True, False], ids=["closed by the user", "ended with the recording"])
def test_a_browser_is_recorded_and_leaves_nothing(
    tmp_path: Path, confdir: Path, plain: Server, monkeypatch: pytest.MonkeyPatch, closes: bool
) -> None:
    program, told = stand_in(tmp_path, 0.2 if closes else 60)
    monkeypatch.setenv("MHAUDIT_CHROMIUM", str(program))
    url = f"http://127.0.0.1:{plain.port}/ok"
    with session(tmp_path / "case", confdir, "--no-page", "--browser", url) as running:
        if closes:
            running.process.communicate(timeout=PATIENCE * 3)
        else:
            while not told.exists():
                assert running.process.poll() is None
            running.stop()
    assert running.process.returncode in (Exit.AUDITED, Exit.FINDINGS)
    assert running.flow("/ok").request.method == "GET" and running.events()[-1]["event"] == "stop"
    said = json.loads(told.read_text())
    assert said["body"] == "fine" and not Path(said["profile"]).exists(), "the profile is gone"
    assert said["argv"][-1] == url and f"--proxy-server=http://127.0.0.1:{running.port}" in said["argv"]
    assert "--disable-background-networking" in said["argv"]


def test_a_real_browser_trusts_the_proxy_and_calls_nobody_else(
    chromium_path: str, tmp_path: Path, confdir: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "headless"
    program.write_text(f'#!/bin/sh\nexec "{chromium_path}" --headless=new --disable-gpu "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("MHAUDIT_CHROMIUM", str(program))
    url = f"https://localhost:{server.port}/ok"
    options = ("--no-page", "--set", "ssl_insecure=true", "--browser", url)
    with session(tmp_path / "case", confdir, *options) as running:
        until(
            lambda: "/ok" in [flow.request.path for flow in running.flows() if flow.type == "http"], "it was not asked"
        )
        time.sleep(2)  # for what a browser does on its own
        running.stop()
    assert running.flow("/ok").response.raw_content == b"fine"
    # A spare connection that the browser closes in the handshake is a failed one too; a refused certificate is another.
    refused = [event["why"] for event in running.events("tls-failed") if "certificate" in event["why"]]
    assert not refused
    asked = {event["host"] for event in running.events("request")}
    assert asked == {"localhost"}, "no call of the browser's own"


def test_the_certificate_is_trusted_by_its_key(tmp_path: Path) -> None:
    CertStore.from_store(tmp_path, "mitmproxy", 2048)
    pem = (tmp_path / "mitmproxy-ca-cert.pem").read_bytes()
    spki = (
        x509.load_pem_x509_certificate(pem).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    )
    assert key_digest(pem) == b64encode(hashlib.sha256(spki).digest()).decode()
    words = arguments(Path("/profile"), 8080, key_digest(pem), "")
    assert f"--ignore-certificate-errors-spki-list={key_digest(pem)}" in words and words[-1] == "about:blank"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["https://a.example"], "is opened in a browser only; add --browser"),
        (["--browser", "--mode", "wireguard"], "--browser needs the mode regular"),
    ],
)
def test_what_does_not_fit_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert main(["record", *words, "--out", str(tmp_path / "case")]) == Exit.USAGE
    assert said in " ".join(capsys.readouterr().err.replace("│", " ").split())


def test_a_browser_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MHAUDIT_CHROMIUM", str(tmp_path / "none"))
    with pytest.raises(ToolMissing, match="none is not there. Install one, or name its program: MHAUDIT_CHROMIUM="):
        find_browser()
    monkeypatch.delenv("MHAUDIT_CHROMIUM")
    monkeypatch.setenv("PATH", str(tmp_path))
    if sys.platform == "linux":
        with pytest.raises(ToolMissing, match="no Chromium or Chrome was found"):
            find_browser()
