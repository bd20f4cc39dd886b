"""The page in a real browser: what it shows, what it marks, and what a page of another origin can do to it."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mhaudit.ingest.case.folder import phases_of
from tests.record.proxy import free_port, until
from tests.record.qr_codes import scanned_on
from tests.record.session import Session, session
from tests.record.wireguard import Tunnel

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

ANSWERS = Path(__file__).parents[1] / "answer_all.py"
JOURNAL = "I count the tiles above the sink until the kettle is done"
HOSTILE = "<img src=x onerror=alert(1)>"
APP = f"id: app.own\nname: Own {HOSTILE}\nfirst_party: [own.example]\n"
PERSONA = f"""id: kim
values:
  - {{category: free_text.journal, value: "{JOURNAL}"}}
  - {{category: mood.score, value: 3, scale: [1, 5]}}
  - {{category: chat.message, value: "and nobody came {HOSTILE}", crisis: true}}
"""


@pytest.fixture
def running(tmp_path: Path, confdir: Path) -> Iterator[Session]:
    (tmp_path / "app.yaml").write_text(APP, encoding="utf-8")
    (tmp_path / "persona.yaml").write_text(PERSONA, encoding="utf-8")
    subject = ("--app", tmp_path / "app.yaml", "--persona", tmp_path / "persona.yaml")
    local = ("--set", f"scripts={ANSWERS}", "--set", "connection_strategy=lazy")
    with session(tmp_path / "case", confdir, *subject, *local) as running:
        yield running


class Shown:
    """The page in a browser; nothing may go wrong in it, and nothing be asked for elsewhere."""

    def __init__(self, browser: "Browser", address: str, **options: Any) -> None:
        self.errors: list[str] = []
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda message: self.errors.append(message.text))
        self.page.on("request", lambda request: self._asked(request.url, address))
        self.page.goto(address)
        self.page.get_by_text("Recording").first.wait_for()

    def _asked(self, url: str, address: str) -> None:
        if not url.startswith((address, "data:,")):
            self.errors.append(f"asked for {url}")

    def close(self) -> None:
        self.context.close()
        assert self.errors == []


@pytest.fixture
def show(chromium: "Browser", running: Session) -> Iterator[Callable[..., "Page"]]:
    shown: list[Shown] = []

    def open_page(**options: Any) -> "Page":
        shown.append(Shown(chromium, running.address, **options))
        return shown[-1].page

    yield open_page
    for each in shown:
        each.close()


def marked(running: Session) -> list[str]:
    return [stage.id for stage in phases_of(running.folder).stages]


def test_it_shows_who_got_what(running: Session, show: Callable[..., "Page"]) -> None:
    page = show()
    assert page.locator("#no-contact").is_visible() and not page.locator("#alarm").is_visible()
    page.keyboard.press("8")
    page.get_by_text("Phase chat began.").wait_for()
    running.get("http://api.own.example/sync", f'{{"note": "{JOURNAL}"}}')
    running.get("http://fonts.gstatic.com/s/roboto.woff2")
    page.locator("#contacts li").nth(1).wait_for()
    assert not page.locator("#alarm").is_visible(), "the app's own server may be told"
    running.get("http://api.mixpanel.com/track", f'{{"note": "{JOURNAL}"}}')
    page.locator("#alarm").wait_for()
    basis = "api.mixpanel.com: the planted value was seen: proven, 1 time, in chat"
    assert page.locator("#alarms li").all_inner_texts() == [f"Journal text to Mixpanel, Inc.\n{basis}"]
    assert page.locator("#contacts .who").all_inner_texts() == ["Mixpanel, Inc. (US)", "Google LLC (US)", "own.example"]
    assert page.locator("#contacts li.alarm .who").all_inner_texts() == ["Mixpanel, Inc. (US)"]
    assert page.locator("#sent li").count() == 2
    assert page.locator("#exchanges").inner_text() == "3"


def test_what_could_not_be_seen_is_shown(running: Session, show: Callable[..., "Page"]) -> None:
    page = show()
    with running.connect() as connection:
        connection.sendall(b"CONNECT pinned.example:443 HTTP/1.1\r\n\r\n")
        assert b" 200 " in connection.recv(100)
    page.locator("#gaps li").wait_for()
    assert page.locator("#gaps li").inner_text().startswith("Silent connection. A connection was opened, and nothing")
    assert page.locator("#gaps .detail").inner_text() == "pinned.example"


def test_phases_and_notes_by_click_and_by_key(running: Session, show: Callable[..., "Page"]) -> None:
    page = show()
    page.get_by_role("button", name="before-consent").click()
    page.locator('[data-phase="before-consent"][aria-pressed="true"]').wait_for()
    page.keyboard.press("0")
    page.locator('[data-phase="background"][aria-pressed="true"]').wait_for()
    assert page.locator('[aria-pressed="true"]').count() == 1
    page.keyboard.press("n")
    page.keyboard.type("1 banner, 3 switches")
    page.keyboard.press("Enter")
    page.get_by_text("Noted.").wait_for()
    page.keyboard.press("1")
    page.get_by_text("Phase launch began.").wait_for()
    page.keyboard.press("n")
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    page.locator('[data-phase="before-consent"][aria-pressed="true"]').wait_for()
    page.get_by_label("Another phase").fill("sleep-diary")
    page.get_by_role("button", name="Begin").click()
    page.get_by_text("Phase sleep-diary began.").wait_for()
    begun = ["before-consent", "background", "launch", "before-consent", "sleep-diary"]
    assert marked(running) == begun, "digits in a note are no phases"
    assert [event["text"] for event in running.events("note")] == ["1 banner, 3 switches"]


def test_everything_can_be_reached_by_keyboard(show: Callable[..., "Page"]) -> None:
    page = show()
    reached = []
    for _ in range(18):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent || document.activeElement.id"))
    assert reached[:2] == ["Connect a phone", "Stop and audit"] and "4 after-consent" in reached
    assert reached[12:] == ["free-phase", "Begin", "note-text", "Note", "Copy", "Copy"]


def test_the_persona_can_be_copied(show: Callable[..., "Page"]) -> None:
    page = show(permissions=["clipboard-read", "clipboard-write"])
    assert page.locator(".sheet code").all_inner_texts() == [JOURNAL, "3", f"and nobody came {HOSTILE}"]
    page.get_by_role("button", name="Copy Journal text").click()
    page.get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == JOURNAL


def test_what_is_hostile_is_text(running: Session, show: Callable[..., "Page"]) -> None:
    page = show()
    assert page.title() == f"Recording Own {HOSTILE}"
    running.get("http://203.0.113.7/x", "{}")
    with running.connect() as connection:
        connection.sendall(b"CONNECT 203.0.113.7:80 HTTP/1.1\r\n\r\n")
        connection.recv(100)
        connection.sendall(f"GET /x HTTP/1.1\r\nHost: {HOSTILE}\r\n\r\n".encode())
        connection.recv(1000)
    page.locator("#contacts li").nth(1).wait_for()
    assert page.locator("img").count() == 0
    assert HOSTILE in page.locator("#contacts").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_it_fits_the_screen(running: Session, show: Callable[..., "Page"], width: int, scheme: str) -> None:
    page = show(viewport={"width": width, "height": 800}, color_scheme=scheme)
    running.get(f"http://{'a' * 60}.{'b' * 60}.example/x", "{}")
    page.locator("#contacts li").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 24, 27)"
    assert dark == (scheme == "dark")


def test_it_says_when_the_recorder_is_gone(running: Session, chromium: "Browser") -> None:
    page = Shown(chromium, running.address).page
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Stop and audit").click()
    page.get_by_text("Stopped. The report is being written").wait_for()
    running.process.wait(30)
    assert (running.folder / "manifest.json").exists()
    page.context.close()


def test_a_phone_can_scan_what_the_page_shows(chromium: "Browser", tmp_path: Path, confdir: Path) -> None:
    with session(tmp_path / "case", confdir, "--mode", f"wireguard@{free_port()}") as running:
        for width, scheme in ((390, "dark"), (1280, "light")):
            shown = Shown(chromium, running.address, viewport={"width": width, "height": 800}, color_scheme=scheme)
            page = shown.page
            page.get_by_role("link", name="Connect a phone").click()
            page.get_by_role("heading", name="Connect a phone").wait_for()
            assert page.evaluate("document.documentElement.scrollWidth") == width
            codes = [scanned_on(page, code) for code in page.locator("svg.qr").all()]
            page.locator("summary").click()
            configuration = page.locator("pre").inner_text()
            assert codes == [configuration, "http://mitm.it/"]
            shown.close()
        assert "AllowedIPs = 0.0.0.0/0, ::/0" in configuration
        Tunnel(configuration).close()  # raises where the recorder does not take the key


def test_the_certificate_can_be_saved(running: Session, show: Callable[..., "Page"], confdir: Path) -> None:
    page = show()
    page.get_by_role("link", name="Connect a phone").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save the certificate").click()
    assert saved.value.path().read_bytes() == (confdir / "mitmproxy-ca-cert.pem").read_bytes()


ATTACK = """<!doctype html><title>attack</title><iframe name=frame></iframe><script>
const target = "%s", tried = {};
const late = () => new Promise((done) => setTimeout(done, 5000, "never answered"));
const from = async (name, work) => {
  try { tried[name] = await Promise.race([work(), late()]); } catch (error) { tried[name] = "refused"; }
};
const json = { "content-type": "application/json" }, body = JSON.stringify({ id: "attacked" });
const post = (extra) => fetch(target + "phase", { method: "POST", body, ...extra }).then((answer) => answer.status);
const loaded = (name, tag, attribute, path) => from(name, () => new Promise((done) => {
  const element = document.createElement(tag);
  element.onload = () => done("loaded");
  element.onerror = () => done("refused");
  element.rel = "stylesheet";
  element[attribute] = target + path;
  document.body.append(element);
}));
window.attack = async () => {
  await from("read page", () => fetch(target).then((answer) => answer.text()));
  await from("read opaquely", () => fetch(target, { mode: "no-cors" }).then((answer) => answer.text() || "refused"));
  await from("post json", () => post({ headers: json }));
  await from("post text", () => post({}));
  await from("post opaquely", () => post({ mode: "no-cors" }).then((status) => status || "refused"));
  await from("post beacon", () => navigator.sendBeacon(target + "phase", body) && "refused");
  await from("listen", () => new Promise((done) => {
    const events = new EventSource(target + "events");
    events.onmessage = (event) => done(event.data);
    events.onerror = () => done("refused");
  }));
  await loaded("script", "script", "src", "");
  await loaded("style", "link", "href", "");
  await loaded("picture", "img", "src", "");
  await from("frame", () => new Promise((done) => {
    const frame = document.querySelector("iframe");
    frame.onload = () => { try { done(frame.contentDocument.title || "refused"); } catch { done("refused"); } };
    frame.src = target;
  }));
  await from("window", () => new Promise((done) => {
    const opened = window.open(target);
    setTimeout(() => { try { done(opened.document.title || "refused"); } catch { done("refused"); } }, 700);
  }));
  await from("form", () => new Promise((done) => {
    const form = document.createElement("form");
    form.method = "POST"; form.action = target + "phase"; form.enctype = "text/plain"; form.target = "frame";
    form.innerHTML = `<input name='{"id":"attacked","x":"' value='"}'>`;
    document.body.append(form);
    form.submit();
    setTimeout(() => done("refused"), 500);
  }));
  return tried;
};
</script>"""


@pytest.fixture
def attacker(running: Session) -> Iterator[str]:
    """A page of another origin, which even knows the address."""

    class Attack(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write((ATTACK % running.address).encode())

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Attack) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"localhost:{server.server_address[1]}"
        server.shutdown()


def test_the_token_leaves_the_address(show: Callable[..., "Page"], running: Session) -> None:
    page = show()
    token = running.address.rstrip("/").rpartition("/")[2]
    assert token not in page.url and token not in page.evaluate("location.href + document.title")
    page.keyboard.press("8")
    page.get_by_text("Phase chat began.").wait_for()


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1"])
def test_a_page_of_another_origin_can_neither_read_nor_set_anything(
    chromium: "Browser", running: Session, attacker: str, name: str
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"http://{attacker.replace('localhost', name)}/")
    tried = page.evaluate("attack()")
    assert len(tried) == 13 and set(tried.values()) == {"refused"}, tried
    context.close()
    assert marked(running) == [] and running.events("note") == []
    assert [event["event"] for event in running.events()] == ["start", "listening"]


def test_the_attack_would_work_where_nothing_stands_in_its_way(chromium: "Browser", running: Session) -> None:
    """Its own twin: from the page itself the same words read and set."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(running.address)
    headers, body = "{'content-type': 'application/json'}", '\'{"id": "attacked"}\''
    post = f"fetch('{running.address}phase', {{method: 'POST', headers: {headers}, body: {body}}})"
    assert page.evaluate(f"{post}.then((answer) => answer.status)") == 204
    assert "Type this" in page.evaluate(f"fetch('{running.address}').then((answer) => answer.text())")
    context.close()
    until(lambda: marked(running) == ["attacked"], "the phase was not marked")
