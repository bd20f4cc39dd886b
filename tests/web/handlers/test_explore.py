"""`mhaudit study open`, as a process of its own, over a small study."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from mhaudit.cli import main
from mhaudit.cli.exits import Exit
from tests.study.apps import small_study
from tests.web.conftest import Server, Shown

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NASTY = '"><script>alert(1)</script>'


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder: Path = tmp_path_factory.mktemp("open")
    manifest = small_study(folder / "in")
    lines = manifest.read_text(encoding="utf-8").replace("Leaks", '"""><script>alert(1)</script>"')
    manifest.write_text(lines, encoding="utf-8")
    assert main(["study", "run", str(manifest), "--out", str(folder / "s")]) == 0
    running = Server(folder / "s", ("study", "open"))
    running.enter()
    yield running
    assert running.stop() == 0


def page(server: Server, path: str) -> str:
    status, _, body = server.ask("GET", path)
    assert status == 200, body.decode()
    return body.decode()


def test_only_the_study_is_served(opened: Server) -> None:
    assert opened.said[0] == f"Study: {opened.root}\n"
    assert opened.ask("GET", "/")[1]["Location"] == "/studies/study/explore"
    for path in (
        "/tools",
        "/record",
        "/studies",
        "/studies/other/explore",
        "/studies/study",
        "/studies/..%2Fs/explore",
    ):
        assert opened.ask("GET", path)[0] == 404, path
    assert opened.ask("GET", "/studies/study/explore", Cookie="")[0] == 403
    assert opened.ask("GET", "/studies/study/explore", Sec_Fetch_Site="cross-site")[0] == 403


def test_each_number_opens_the_apps_behind_it(opened: Server) -> None:
    text = page(opened, "/studies/study/explore")
    links = [unescape(link) for link in re.findall(r'href="([^"]*explore/apps[^"]*)"', text)]
    assert "/studies/study/explore/apps?by=company&value=Mixpanel%2C+Inc." in links
    for link in links:
        page(opened, link)
    behind = page(opened, "/studies/study/explore/apps?share=health&wave=")
    assert "1 app<" in behind and "<script>alert" not in behind
    (app,) = re.findall(r'href="(/studies/study/explore/app/[^"]*)"', behind)
    assert "free_text.journal (proven)" in page(opened, app)
    assert "2 apps<" in page(opened, "/studies/study/explore/apps?share=health&of=all")


def test_a_search_is_answered_and_its_text_is_escaped(opened: Server) -> None:
    found = page(opened, "/studies/study/explore?q=mixpanel")
    assert "0 apps · 1 company · 0 kinds" in found
    assert "<script>alert" not in page(opened, f"/studies/study/explore?q={quote(NASTY)}")
    status, _, body = opened.ask("GET", "/studies/study/explore/apps?by=key&value=x")
    assert status == 400 and "unknown filter &#39;key&#39;; choose from company" in body.decode()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme", "language"), [(390, "dark", "de"), (1280, "light", "en")])
def test_the_pages_are_accessible(chromium: "Browser", opened: Server, width: int, scheme: str, language: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    options = {"viewport": {"width": width, "height": 844}, "color_scheme": scheme, "locale": language}
    shown = Shown(chromium, opened, **options)
    for path in ("/studies/study/explore", "/studies/study/explore?q=e", "/studies/study/explore/apps?share=health"):
        shown.page.goto(opened.base + path)
        assert shown.page.locator("html").get_attribute("lang") == language
        assert shown.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        found = Axe().run(shown.page, options={"resultTypes": ["violations"]}).response["violations"]
        assert [(path, fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == []
    shown.page.get_by_role("link", name=NASTY).click()
    assert shown.page.get_by_role("heading", level=1).inner_text() == NASTY
    shown.close()


def test_a_folder_without_a_study_is_not_opened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["study", "open", str(tmp_path), "--no-open"]) == Exit.INVALID
    assert "holds no study; give the folder that `mhaudit study run --out` wrote" in " ".join(
        capsys.readouterr().err.split()
    )
