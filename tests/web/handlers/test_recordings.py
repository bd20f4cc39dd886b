import http.client
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from tests.record.proxy import free_port
from tests.web.conftest import PATIENCE, Server
from tests.web.handlers.following import followed, post


@pytest.fixture
def app_server() -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None: ...

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield running.server_address[1]
    running.shutdown()
    running.server_close()


def live_page(server: Server, address: str) -> str:
    """Wait until the recorder listens, and return the address of its live page."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        page = server.ask("GET", address)[2].decode()
        if "Open the live page" in page:
            return page.partition('<ol class="steps">')[2].partition('href="')[2].partition('"')[0]
        time.sleep(0.1)
    raise AssertionError(page)


def test_an_app_is_recorded_watched_stopped_audited_and_verified(server: Server, app_server: int) -> None:
    persona = post(server, "/personas", name="kim", locale="en-US").partition("?")[0].rpartition("/")[2]
    port = free_port()
    address = post(server, "/record", name="own app", persona=persona, port=str(port), device="-x Pixel")
    live = live_page(server, address)
    assert post(server, "/record", name="second") == "/record", "one at a time"
    parts = urlsplit(live)
    connection = http.client.HTTPConnection("127.0.0.1", parts.port or 0, timeout=PATIENCE)
    navigation = {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    connection.request("GET", parts.path, headers=navigation)
    assert connection.getresponse().status == 200, "the link of the page leads there"
    connection.close()
    app = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    app.request(
        "POST", f"http://127.0.0.1:{app_server}/mood", b'{"mood_score": 2}', {"Content-Type": "application/json"}
    )
    assert app.getresponse().status == 204
    app.close()
    post(server, f"{address}/stop")
    page = followed(server, address)
    assert '<iframe class="report" src="/audits/cases/own%20app/report"' in page
    assert server.ask("GET", "/audits/cases/own%20app/report")[0] == 200
    assert "As recorded:" in followed(server, post(server, "/tools/verify", case="own app"))
    assert "Written: bundles/own app.bundle.zip" in followed(server, post(server, "/tools/bundle", case="own app"))
    assert server.ask("GET", "/files/bundles/own%20app.bundle.zip")[2].startswith(b"PK")
    assert "<pre" in followed(server, post(server, "/tools/doctor", case="own app"))


def test_why_it_can_not_begin_is_said(server: Server, app_server: int) -> None:
    page = followed(server, post(server, "/record", name="taken", port=str(app_server)))
    assert "It ended without a report" in page and f"Port {app_server} is in use by another program." in page


@pytest.mark.parametrize(
    "body", [b"name=a&mode=upstream:http://x", b"name=a&port=99999", b"name=a&browser=1&url=file:///etc"]
)
def test_what_the_form_can_not_send_is_refused(server: Server, body: bytes) -> None:
    assert server.ask("POST", "/record", body, Content_Type="application/x-www-form-urlencoded")[0] == 400
