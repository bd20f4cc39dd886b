"""Who gets in, what an attack page can do, and what every answer says of itself."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.web.conftest import Server
from tests.web.multipart import KIND, form

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGES = ("/", "/personas", "/apps", "/apps/new", "/record", "/compare", "/tools", "/show", "/policies?q=mood")
FORMS = ("/captures", "/audits", "/personas", "/apps/save", "/record", "/compare", "/tools/redact", "/language")


@pytest.mark.parametrize("path", [*PAGES, "/nothing", "/delete/captures/a.har"])
def test_nobody_gets_in_without_the_cookie(server: Server, path: str) -> None:
    for cookie in ("", f"mhaudit-{server.port}=", f"mhaudit-{server.port}=guessed", server.cookie[:-1]):
        status, _, body = server.ask("GET", path, Cookie=cookie)
        assert (status, body) == (403, b"Open the page by the address that the terminal shows.\n")


def test_the_token_is_for_the_first_load_alone(server: Server) -> None:
    path = urlsplit(server.address).path
    status, headers, _ = server.ask("GET", path)
    cookie = headers["Set-Cookie"]
    assert (status, headers["Location"]) == (303, "/")
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and path.strip("/") not in cookie
    assert server.ask("GET", f"/{'x' * 24}/")[0] == 403
    assert server.ask("GET", path, Sec_Fetch_Site="cross-site")[0] == 403
    assert server.ask("GET", path, Host="own.example")[0] == 403


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_there_and_nothing_of_them_goes_elsewhere(server: Server, path: str) -> None:
    status, headers, body = server.ask("GET", path)
    assert status == 200 and body.startswith(b"<!doctype html>")
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert (headers["Cache-Control"], headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
    assert (headers["X-Frame-Options"], headers["Cross-Origin-Resource-Policy"]) == ("DENY", "same-origin")
    assert headers["Server"] == "mhaudit" and "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://own.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": ""},
        {"Origin": "", "Sec_Fetch_Site": "cross-site"},
        {"Origin": "", "Sec_Fetch_Site": "none"},
        {"Sec_Fetch_Site": "same-site"},
        {"Host": "own.example"},
        {"Host": "127.0.0.1:1"},
    ],
    ids=str,
)
def test_a_form_of_another_page_does_nothing(server: Server, headers: dict[str, str]) -> None:
    before = server.ask("GET", "/personas")[2]
    for path in FORMS:
        kind = KIND if path == "/captures" else ""
        assert server.ask("POST", path, form(("a.har", b"{}")), Content_Type=kind, **headers)[0] == 403
    assert (
        server.ask("POST", "/personas", b"locale=en-US", Content_Type="application/x-www-form-urlencoded", **headers)[0]
        == 403
    )
    assert server.ask("GET", "/personas")[2] == before


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://own.example"}, {"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"}]
)
def test_another_page_reads_nothing(server: Server, headers: dict[str, str]) -> None:
    assert server.ask("GET", "/", None, **headers)[0] == 403


def test_other_methods_are_refused(server: Server) -> None:
    for method in ("PUT", "DELETE", "OPTIONS", "HEAD", "TRACE"):
        assert server.ask(method, "/")[0] == 405


def test_what_is_not_there_says_so(server: Server) -> None:
    for path in ("/nothing", "/audits/audits/none", "/jobs/" + "0" * 16, "/recordings/" + "0" * 16, "/policies/none"):
        status, _, body = server.ask("GET", path)
        assert status == 404 and b"There is nothing here" in body
    status, _, body = server.ask("GET", "/delete/captures/none.har")
    assert status == 400 and b"unknown name &#39;none.har&#39; in captures" in body


def test_the_language_is_remembered_and_leads_nowhere_else(server: Server) -> None:
    kind = {"Content_Type": "application/x-www-form-urlencoded"}
    status, headers, _ = server.ask("POST", "/language", b"code=de&back=/apps", **kind)
    assert (status, headers["Location"]) == (303, "/apps")
    german = server.cookie + "; " + headers["Set-Cookie"].partition(";")[0]
    assert "Eine App beschreiben" in server.ask("GET", "/apps", Cookie=german)[2].decode()
    for back in (b"//own.example/", b"http://own.example/", b"/%5Cown.example"):
        assert server.ask("POST", "/language", b"code=xx&back=" + back, **kind)[1]["Location"] == "/"


ATTACK = """<!doctype html><title>waiting</title><iframe src="{base}/" id="frame"></iframe>
<form id="form" method="post" action="{base}/personas" target="made"><input name="locale" value="en-US"></form>
<iframe name="made"></iframe><img src="{base}/" id="image"><script src="{base}/"></script>
<script>
(async () => {{
  const tried = [];
  const reached = async (name, attempt) => {{ try {{ await attempt(); tried.push(name); }} catch {{}} }};
  await reached("read", async () => {{ await fetch("{base}/", {{ credentials: "include" }}); }});
  await reached("read with the token", async () => {{ await fetch("{address}", {{ credentials: "include" }}); }});
  const check = {{ method: "POST", credentials: "include" }};
  await reached("json", async () => {{ await fetch("{base}/apps/check", check); }});
  await reached("blind post", async () => {{
    const sent = new FormData();
    sent.append("captures", new Blob(["{{}}"]), "attack.har");
    const blind = {{ method: "POST", mode: "no-cors", credentials: "include", body: sent }};
    const answer = await fetch("{base}/captures", blind);
    if (answer.type !== "opaque") throw 0;
  }});
  await reached("frame", async () => {{
    if (document.getElementById("frame").contentDocument.body.textContent.includes("mhaudit")) return;
    throw 0;
  }});
  document.getElementById("form").submit();
  setTimeout(() => {{ document.title = "tried: " + tried.join(", "); }}, 1500);
}})();
</script>"""


@pytest.fixture
def attacker(server: Server) -> Iterator[str]:
    page = ATTACK.format(base=server.base, address=server.address).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, format: str, *args: object) -> None: ...

    other = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=other.serve_forever, daemon=True).start()
    yield f"{other.server_address[1]}"
    other.shutdown()
    other.server_close()


@pytest.mark.browser
@pytest.mark.parametrize("host", ["127.0.0.1", "attack.localhost"], ids=["another port", "another site"])
def test_an_attack_page_neither_reads_nor_starts_anything(
    server: Server, show: Callable[..., "Page"], attacker: str, host: str
) -> None:
    """In the browser that has the page open, with its cookie, and even knowing the address with the token."""
    own = show()
    attack = own.context.new_page()
    attack.goto(f"http://{host}:{attacker}/")
    attack.wait_for_function("document.title.startsWith('tried')")
    # A blind request can be sent by any page; that it came to nothing is what the workspace shows.
    assert attack.title() in ("tried:", "tried: blind post")
    made = {path.relative_to(server.root).as_posix() for path in server.root.rglob("*") if path.is_file()}
    assert made == set()
    own.reload()
    assert own.get_by_role("heading", level=1).inner_text() == "What did the app send, and to whom?"


@pytest.mark.browser
def test_the_address_is_without_token_after_the_first_load(server: Server, show: Callable[..., "Page"]) -> None:
    page = show()
    assert page.url == f"{server.base}/"
    assert page.evaluate("document.cookie") == ""
    page.reload()
    assert page.get_by_role("heading", level=1).inner_text() == "What did the app send, and to whom?"
