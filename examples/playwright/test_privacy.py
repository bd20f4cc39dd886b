"""An end-to-end test that fails when the app tells somebody else how a person feels.

Playwright drives the app and records a HAR; the fixture `mhaudit_audit`, which comes with mhaudit, audits it. Here the
app is one page, and every server is answered by the test itself; yours is served as it is in your other tests.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, sync_playwright

from mhaudit.model.audit import Audit

HERE = Path(__file__).parent
MAIL, MOOD = "kim.lindqvist+e2e@quietpost.example", "2"  # as in persona.yaml
HEADERS = {"access-control-allow-origin": "*", "access-control-allow-headers": "*"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("MHAUDIT_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def use(browser: Browser, page: str, har: Path) -> Path:
    """One check-in, recorded."""

    def answer(route: Route) -> None:
        served = route.request.url.endswith(page)
        body = (HERE / page).read_text(encoding="utf-8") if served else "{}"
        kind = "text/html" if served else "application/json"
        route.fulfill(body=body, content_type=kind, headers=HEADERS)

    context = browser.new_context(record_har_path=har, record_har_content="embed")
    context.route("**/*", answer)
    tab = context.new_page()
    tab.goto(f"https://app.meadow.example/{page}")
    tab.fill("#mood", MOOD)
    tab.fill("#mail", MAIL)
    with tab.expect_response("https://api.meadow.example/**"):
        tab.click("button")
    context.close()
    return har


def test_nobody_else_hears_how_you_are(browser: Browser, tmp_path: Path, mhaudit_audit: Callable[..., Audit]) -> None:
    har = use(browser, "quiet.html", tmp_path / "quiet.har")
    found = mhaudit_audit(har, app=HERE / "app.yaml", persona=HERE / "persona.yaml", pack="release-gate")
    assert found.verdict.outcome == "pass", found.findings
    # A test that saw nothing would pass too: this one has seen both values go to the app's own server.
    assert {"identity.email", "mood.score"} <= {seen.category for seen in found.observations}


def test_a_leak_would_be_seen(browser: Browser, tmp_path: Path, mhaudit_audit: Callable[..., Audit]) -> None:
    har = use(browser, "loud.html", tmp_path / "loud.har")
    found = mhaudit_audit(har, app=HERE / "app.yaml", persona=HERE / "persona.yaml", pack="release-gate")
    assert found.verdict.outcome == "fail"
    assert ("HLT-001", "api.mixpanel.com") in {(finding.rule, finding.recipient) for finding in found.findings}
