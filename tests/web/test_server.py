"""Journeys in a real Chromium, from an empty workspace to a file in the hand; and what a long upload costs."""

import http.client
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mhaudit.cli import main
from mhaudit.errors import CaseUnusable
from mhaudit.web.server import serve
from tests.record.proxy import free_port
from tests.web.conftest import PATIENCE, Server
from tests.web.multipart import BOUNDARY, KIND

if TYPE_CHECKING:
    from playwright.sync_api import Page

Show = Callable[..., "Page"]
MOST = 48 * 1024 * 1024  # bytes by which an upload may let the server grow, whatever its size


@pytest.mark.browser
def test_from_an_empty_workspace_to_a_letter(server: Server, show: Show, meadow: Path, tmp_path: Path) -> None:
    page = show()
    page.get_by_role("link", name="Describe the app").click()
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Name", exact=True).fill("Meadow")
    page.get_by_label("Id", exact=True).fill("app.meadow")
    page.get_by_label("Domains, one a line").fill("meadow-app.example\nmeadow.example")
    page.get_by_label("In its own words").first.fill("You are anonymous with us.")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("app.meadow.yaml was saved.").wait_for()
    shutil.copy(meadow / "meadow.persona.yaml", server.root / "personas" / "ines.yaml")
    page.get_by_role("link", name="Open", exact=True).click()
    page.get_by_label("Drop files here").set_input_files(meadow / "meadow.mitm")
    page.get_by_role("button", name="Add").click()
    page.get_by_text("meadow.mitm was added.").wait_for()
    page.get_by_label("App profile").select_option("app.meadow.yaml")
    page.get_by_label("Persona", exact=True).select_option("ines.yaml")
    page.get_by_role("button", name="Audit").click()
    report = page.frame_locator("iframe.report")
    report.get_by_role("heading", name="Fail").wait_for()
    assert report.locator("h1").inner_text() == "Meadow"
    page.get_by_text("Save as a file, or as a letter").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="letter-vendor.md").click()
    saved.value.save_as(tmp_path / "letter.md")
    letter = (tmp_path / "letter.md").read_text(encoding="utf-8")
    assert letter.startswith("#") and "Meadow" in letter and "ines.calderon" not in letter


@pytest.mark.browser
def test_files_are_dropped_anywhere_on_the_page(server: Server, show: Show, meadow: Path) -> None:
    page = show()
    content = list((meadow / "meadow.mitm").read_bytes())
    page.evaluate(
        """([name, content]) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([new Uint8Array(content)], name));
            for (const type of ["dragover", "drop"]) {
                const how = { bubbles: true, cancelable: true, dataTransfer: transfer };
                document.body.dispatchEvent(new DragEvent(type, how));
            }
        }""",
        ["dropped.mitm", content],
    )
    page.get_by_text("dropped.mitm was added.").wait_for()
    assert (server.root / "captures" / "dropped.mitm").read_bytes() == bytes(content)


@pytest.mark.browser
def test_the_same_without_scripts(server: Server, show: Show, meadow: Path) -> None:
    page = show(java_script_enabled=False)
    page.get_by_label("Drop files here").set_input_files(meadow / "meadow.mitm")
    page.get_by_role("button", name="Add").click()
    page.get_by_text("was added.").wait_for()
    page.get_by_role("button", name="Audit").click()
    page.frame_locator("iframe.report").locator("h1").wait_for()


@pytest.mark.browser
def test_a_profile_is_checked_while_it_is_typed(show: Show, server: Server) -> None:
    page = show()
    page.goto(f"{server.base}/apps/new")
    page.get_by_label("Name", exact=True).fill("Own")
    page.get_by_label("Domains, one a line").fill("https://own.example")
    page.get_by_text("first_party[0]").wait_for()
    page.get_by_label("Domains, one a line").fill("own.example")
    page.locator("#faults").wait_for(state="hidden")


@pytest.mark.browser
def test_a_persona_is_made_and_copied(show: Show, server: Server) -> None:
    page = show(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{server.base}/personas")
    page.get_by_label("Domain").fill("quiet.example")
    page.get_by_role("button", name="Make").click()
    page.get_by_role("button", name="Copy E-mail address").click()
    page.get_by_text("Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator(".sheet code").nth(1).inner_text() and copied.endswith("@quiet.example")


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark", "language"), [(1280, False, "en"), (390, True, "de")])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    show: Show, server: Server, meadow: Path, width: int, dark: bool, language: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    shutil.copy(meadow / "meadow.mitm", server.root / "captures")
    out = server.root / "audits" / "of a command"
    main(["audit", str(meadow / "meadow.mitm"), "--out", str(out), "--format", "json"])
    page = show(viewport={"width": width, "height": 844}, color_scheme="dark" if dark else "light", locale=language)
    page.goto(f"{server.base}/personas")
    page.locator("main button.main").click()
    paths = [page.url.removeprefix(server.base), "/", "/personas", "/apps", "/apps/new?capture=meadow.mitm", "/record"]
    paths += [
        "/compare",
        "/studies",
        "/tools",
        "/show?capture=captures/meadow.mitm&number=7",
        "/policies?q=mood",
        "/policies/HLT-001",
    ]
    paths += [f"/audits/audits/of%20a%20command{below}" for below in ("", "/objections")]
    for path in [*paths, "/delete/captures/meadow.mitm"]:
        page.goto(server.base + path)
        assert page.locator("html").get_attribute("lang") == language
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        assert [(path, fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == []


@pytest.mark.browser
def test_everything_is_reached_by_keyboard(show: Show) -> None:
    page = show()
    reached = []
    for _ in range(10):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))
    assert reached == [
        *(
            "Skip to the page",
            "mhaudit",
            "Open",
            "Record",
            "Personas",
            "Apps",
            "Compare",
            "Studies",
            "Tools",
            "Policies",
        )
    ]


def resident(process: int) -> int:
    """Return the bytes of memory that a process has, as Linux counts them."""
    (line,) = [line for line in Path(f"/proc/{process}/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) * 1024


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_two_large_uploads_at_a_time_cost_no_memory(server: Server) -> None:
    """64 MiB each, or as many as MHAUDIT_UPLOAD_MIB says."""
    size, piece = int(os.environ.get("MHAUDIT_UPLOAD_MIB", "64")) * 1024**2, b"x" * 1024**2
    before = resident(server.process.pid)
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="captures"; filename="large.har"\r\n\r\n{{'.encode()
    tail = f"\r\n--{BOUNDARY}--\r\n".encode()
    connections = []
    for _ in range(2):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        connection.putrequest("POST", "/captures")
        length = str(len(head) + size + len(tail))
        given = {"Cookie": server.cookie, "Origin": server.base, "Content-Type": KIND, "Content-Length": length}
        for name, value in given.items():
            connection.putheader(name, value)
        connection.endheaders(head)
        connections.append(connection)
    for _ in range(size // len(piece)):
        for connection in connections:
            connection.send(piece)
    for connection in connections:
        connection.send(tail)
        assert connection.getresponse().status == 303
        connection.close()
    kept = sorted((server.root / "captures").glob("large*.har"))
    assert [path.stat().st_size for path in kept] == [size + 1, size + 1]
    grown = resident(server.process.pid) - before

    assert grown < MOST, f"{grown / 1024**2:.1f} MiB more than the {before // 1024**2} MiB before"


def test_a_port_that_is_taken_is_said(tmp_path: Path, server: Server) -> None:
    with pytest.raises(CaseUnusable, match=f"can't use port {server.port}"):
        serve(tmp_path / "work", server.port, print, browse=False)
    assert not (tmp_path / "work").exists()


def test_it_listens_on_this_machine_alone(server: Server) -> None:
    assert server.address.startswith("http://127.0.0.1:") and free_port() != server.port
    assert server.said[0] == f"Workspace: {server.root}\n" and server.said[2] == "Ctrl-C ends it.\n"
    sockets = Path("/proc/net/tcp").read_text(encoding="utf-8").splitlines()[1:]
    listening = {line.split()[1] for line in sockets if line.split()[3] == "0A"}
    assert f"0100007F:{server.port:04X}" in listening and f"00000000:{server.port:04X}" not in listening
