"""A real mitmdump with the recorder, and a device that talks through it."""

import json
import random
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from mitmproxy.io import FlowReader

from mhaudit.auditing.engine import Question
from mhaudit.auditing.pipeline import audit_files
from mhaudit.model.audit import Audit
from mhaudit.model.subject import CAPTURE, JOURNAL
from mhaudit.policy import load
from mhaudit.record import addon

MITMDUMP = Path(sys.executable).with_name("mitmdump")
OWN = Path(addon.__file__)
PATIENCE = 60.0  # seconds


class Recorded:
    """What stands in a case folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def events(self, name: str = "", **fields: Any) -> list[dict[str, Any]]:
        """The events of the journal that have this name and these fields."""
        lines = (self.folder / JOURNAL).read_text(encoding="utf-8").splitlines()
        found = [json.loads(line) for line in lines]
        return [event for event in found if name in ("", event["event"]) and fields.items() <= event.items()]

    def flows(self) -> list[Any]:
        """The flows of the dump, as mitmproxy reads them."""
        with (self.folder / CAPTURE).open("rb") as file:
            return list(FlowReader(file).stream())

    def flow(self, path: str) -> Any:
        """The one HTTP flow with this path."""
        found = [flow for flow in self.flows() if flow.type == "http" and flow.request.path == path]
        assert len(found) == 1, (path, found)
        return found[0]

    def audit(self) -> Audit:
        policies = load()
        return audit_files([self.folder], Question(policies=policies, pack=policies.packs["auditor"]))

    def gaps(self, host: str) -> list[tuple[str, bool, int]]:
        """Code, blocking and count of the audit's gaps at one host."""
        return [(gap.code, gap.blocking, gap.count) for gap in self.audit().coverage.gaps if gap.host == host]


class Proxy(Recorded):
    """mitmdump, running."""

    def __init__(
        self, folder: Path, confdir: Path, *options: str, script: Path = OWN, program: str = "mitmdump"
    ) -> None:
        super().__init__(folder)
        self.ca = confdir / "mitmproxy-ca-cert.pem"
        self.port = free_port()
        settings = [f"confdir={confdir}", f"mhaudit_case={folder}", "ssl_insecure=true", *options]
        self.process = subprocess.Popen(
            [
                *(
                    MITMDUMP.with_name(program),
                    "-q",
                    "--listen-host",
                    "127.0.0.1",
                    "--listen-port",
                    str(self.port),
                    "-s",
                    script,
                ),
                *(word for option in settings for word in ("--set", option)),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def wait_until_up(self) -> None:
        until(lambda: self.process.poll() is not None or self._answers(), "mitmdump does not answer")
        until(lambda: self.process.poll() is not None or self._records(), "the addon does not record")
        assert self.process.poll() is None, self.said()

    def _records(self) -> bool:
        """mitmproxy listens before it loads a script."""
        journal = self.folder / JOURNAL
        return journal.exists() and b'"listening"' in journal.read_bytes()

    def _answers(self) -> bool:
        with suppress(OSError):
            self.connect().close()
            return True
        return False

    def tunnel(self, server: int) -> socket.socket:
        """A connection to a port of this machine, by CONNECT."""
        connection = self.connect()
        connection.sendall(f"CONNECT 127.0.0.1:{server} HTTP/1.1\r\n\r\n".encode())
        assert b" 200 " in connection.recv(1000)
        return connection

    def tls(self, server: int, name: str, *, trusting: bool = True, version: str = "TLSv1_3") -> ssl.SSLSocket:
        """TLS with a server name, through a tunnel."""
        context = ssl.create_default_context()
        context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
        if trusting:
            context.load_verify_locations(self.ca)
        return context.wrap_socket(self.tunnel(server), server_hostname=name)

    def post(self, server: int, name: str, path: str, body: bytes = b"", head: str = "") -> bytes:
        """One request with its answer; b"" where there is none."""
        with self.tls(server, name) as connection:
            connection.sendall(request(name, path, body, head))
            with suppress(OSError):
                return connection.recv(10_000)
        return b""

    def stop(self) -> None:
        """As Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE)

    def kill(self) -> None:
        """As when the power goes."""
        self.process.kill()
        self.process.wait(PATIENCE)

    def said(self) -> str:
        assert self.process.stdout
        return self.process.stdout.read().decode()

    def close(self) -> None:
        if self.process.poll() is None:
            self.kill()
        if self.process.stdout:
            self.process.stdout.close()


@contextmanager
def recording(folder: Path, confdir: Path, *options: str, **more: Any) -> Iterator[Proxy]:
    """A proxy that records while the block runs."""
    proxy = Proxy(folder, confdir, *options, **more)
    try:
        proxy.wait_until_up()
        yield proxy
    finally:
        proxy.close()


def request(name: str, path: str, body: bytes = b"", head: str = "") -> bytes:
    lines = f"POST {path} HTTP/1.1\r\nHost: {name}\r\n{head}"
    length = "" if "content-length" in head.lower() or "chunked" in head else f"Content-Length: {len(body)}\r\n"
    return f"{lines}{length}\r\n".encode() + body


def free_port() -> int:
    """Return a port that is free, below those that systems give to outgoing connections: nobody takes it by chance."""
    chance = random.SystemRandom()
    while True:
        port = chance.randrange(10_000, 30_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def until(condition: Any, complaint: str) -> None:
    """Waits for something to become true."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, complaint
        time.sleep(0.02)
