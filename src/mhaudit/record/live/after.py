"""Serve the progress of the audit after the recording has ended, and then the report."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from mhaudit.pages.headers import HEADERS
from mhaudit.pages.page_auth import PageAuth
from mhaudit.record.live.page import LivePage

_PATIENCE = 5.0  # seconds to wait for an open page to fetch the report


class AfterPage(ThreadingHTTPServer):
    """A server of two addresses below the page's token: `after`, as JSON, and `report`."""

    daemon_threads = True

    def __init__(self, listener: socket.socket, access: PageAuth, report: Path) -> None:
        super().__init__(listener.getsockname(), _Handler, bind_and_activate=False)
        self.socket.close()
        listener.setblocking(True)
        self.socket = listener
        self.access, self.report = access, report
        self.state: dict[str, Any] = {"state": "auditing", "exchanges": 0, "report": str(report)}
        self.asked, self.fetched = False, threading.Event()

    def count(self, exchanges: int) -> None:
        """Set the number of exchanges audited so far."""
        self.state["exchanges"] = exchanges

    def end(self) -> None:
        """Mark the audit as over, and wait for an open page to fetch the report."""
        self.state["state"] = "done" if self.report.is_file() else "failed"
        if self.asked:
            self.fetched.wait(_PATIENCE)


class _Handler(BaseHTTPRequestHandler):
    """A handler of requests for `after` and `report`."""

    server: AfterPage
    server_version, sys_version = "mhaudit", ""

    def do_GET(self) -> None:
        """Send the state or the report; 403 without the token, 404 while there is no report."""
        _, token, name = [*self.path.split("/"), "", ""][:3]
        headers = self.headers
        where = (headers.get("Host", ""), headers.get("Origin"), headers.get("Sec-Fetch-Site"))
        if self.server.access.refuses(token, *where) or name not in ("after", "report"):
            self.send_error(403)
        elif name == "after":
            self.server.asked = True
            self._answer(json.dumps(self.server.state).encode(), "application/json")
        elif self.server.state["state"] != "done":
            self.send_error(404)
        else:
            self._answer(self.server.report.read_bytes(), "text/html; charset=utf-8")
            self.server.fetched.set()

    def _answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        for name, value in {**HEADERS, "Content-Type": kind, "Content-Length": str(len(body))}.items():
            if name != "Server":
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing, since every address contains the token."""


@contextmanager
def after(page: LivePage | None, report: Path) -> Iterator[Callable[[int], None]]:
    """Serve the page while the block audits; yield a function that sets the number of audited exchanges."""
    if page is None or page.listener is None:
        yield lambda _: None
        return
    server = AfterPage(page.listener, page.access, report)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield server.count
        server.end()
    finally:
        server.shutdown()
        server.server_close()
