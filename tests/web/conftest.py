"""A server over an empty workspace, as a process of its own, and a browser that has opened its page."""

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from mhaudit.web.workspace import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PATIENCE = 60.0


class Server:
    """`mhaudit web`, or another command that serves a page, as a process of its own."""

    def __init__(self, root: Path, command: tuple[str, ...] = ("web",)) -> None:
        self.root = root
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mhaudit", *command, str(root), "--no-open"],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1", "HOME": str(root.parent)},  # where mitmproxy keeps its keys
        )
        assert self.process.stdout
        self.said = [self.process.stdout.readline() for _ in range(3)]
        self.address = self.said[1].removeprefix("Page: ").strip()
        self.port = urlsplit(self.address).port or 0
        self.base = f"http://127.0.0.1:{self.port}"
        self.cookie = ""

    def enter(self) -> None:
        """Open the address, and keep the cookie."""
        status, headers, _ = self.ask("GET", urlsplit(self.address).path)
        assert (status, headers["Location"]) == (303, "/")
        self.cookie = headers["Set-Cookie"].partition(";")[0]

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """One request, as the page itself makes it where nothing else is said."""
        sent = {"Host": f"127.0.0.1:{self.port}", "Cookie": self.cookie, "Origin": self.base}
        if method == "GET":
            del sent["Origin"]
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, {name: value for name, value in sent.items() if value})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def stop(self) -> int:
        """As Ctrl-C does; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=PATIENCE)
        return self.process.returncode


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "work space")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("web") / "workspace")
    running.enter()
    yield running
    assert running.stop() == 0


class Shown:
    """A page in a browser; nothing may go wrong in it, and nothing be asked for elsewhere."""

    def __init__(self, browser: "Browser", server: Server, **options: Any) -> None:
        self.errors: list[str] = []
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "en", **options})
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda message: self.errors.append(message.text))
        self.page.on("request", lambda request: self._asked(request.url, server.base))
        self.page.goto(server.address)

    def _asked(self, url: str, base: str) -> None:
        if not url.startswith((base, "data:", "blob:")):
            self.errors.append(f"asked for {url}")

    def close(self) -> None:
        self.context.close()
        assert self.errors == []


@pytest.fixture
def show(chromium: "Browser", server: Server) -> Iterator[Callable[..., "Page"]]:
    shown: list[Shown] = []

    def open_page(**options: Any) -> "Page":
        shown.append(Shown(chromium, server, **options))
        return shown[-1].page

    yield open_page
    for each in shown:
        each.close()
