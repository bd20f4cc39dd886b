"""`mhaudit record`, running as a program of its own."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.record.proxy import PATIENCE, Recorded, free_port

PROGRAM = (sys.executable, "-m", "mhaudit")


class Session(Recorded):
    """One recording."""

    def __init__(
        self,
        folder: Path,
        confdir: Path,
        *options: str | Path,
        command: tuple[str, ...] = (sys.executable, "-m", "mhaudit"),
    ) -> None:
        super().__init__(folder)
        self.port = free_port()
        listen = ("--host", "127.0.0.1", "--port", str(self.port), "--set", f"confdir={confdir}")
        self.process = subprocess.Popen(
            [*command, "record", "--out", folder, *listen, *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        self.said: list[str] = []

    def wait_until_up(self) -> None:
        """Reads what it says until it listens."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line.rstrip("\n"))
            if line.startswith("Ctrl-C"):
                return
        raise AssertionError("\n".join(self.said))

    @property
    def address(self) -> str:
        """Where the live page is."""
        (line,) = [line for line in self.said if line.startswith("Live page: ")]
        return line.removeprefix("Live page: ")

    def get(self, url: str, body: str | None = None) -> bytes:
        """One request through the proxy."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("POST" if body else "GET", url, body)
            return connection.getresponse().read()
        finally:
            connection.close()

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def stop(self) -> int:
        """As Ctrl-C does; the exit code."""
        self.process.send_signal(signal.SIGINT)
        out, _ = self.process.communicate(timeout=PATIENCE * 3)
        self.said += out.splitlines()
        return self.process.returncode

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(PATIENCE)
        if self.process.stdout:
            self.process.stdout.close()


@contextmanager
def session(folder: Path, confdir: Path, *options: Any, **more: Any) -> Iterator[Session]:
    """`mhaudit record` while the block runs."""
    running = Session(folder, confdir, *options, **more)
    try:
        running.wait_until_up()
        yield running
    finally:
        running.close()
