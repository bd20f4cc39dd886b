"""Take the screenshots of `mhaudit web` for the documentation: web_images.py [OUT].

Follows a user with a capture: adds it, describes the app, makes a persona, audits. Needs a Chromium.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
MEADOW = ROOT / "fixtures" / "meadow"
NAMES = ("chromium", "chromium-browser", "google-chrome")
WIDTH, HEIGHT = 1080, 770
CAPTURE = "meadow.mitm"


def steps(page: Page, base: str, workspace: Path, take: Callable[[str], None]) -> None:
    """Take a screenshot at each step from an empty workspace to a report."""
    page.goto(f"{base}/personas")
    page.get_by_label("Domain").fill("quiet.example")
    page.get_by_role("button", name="Make").click()
    page.locator(".sheet").wait_for()
    take("web-persona")
    page.goto(f"{base}/")
    page.get_by_label("Drop files here").set_input_files(MEADOW / CAPTURE)
    page.get_by_role("button", name="Add").click()
    page.get_by_text("was added.").wait_for()
    page.goto(f"{base}/apps/new?capture={CAPTURE}")
    page.get_by_label("Name", exact=True).fill("Meadow")
    page.get_by_label("meadow-app.example").check()
    take("web-app")
    for kind, name in (("apps", "app"), ("personas", "persona")):
        shutil.copy(MEADOW / f"meadow.{name}.yaml", workspace / kind / "meadow.yaml")
    page.goto(f"{base}/")
    page.get_by_label("App profile").select_option("meadow.yaml")
    page.get_by_label("Persona", exact=True).select_option("meadow.yaml")
    take("web-open")
    page.get_by_role("button", name="Audit").click()
    page.frame_locator("iframe.report").locator("h1").wait_for()
    take("web-audit")
    page.goto(f"{base}/record")
    take("web-record")


def main(out: Path) -> None:
    """Take all screenshots."""
    chromium = next(path for name in (os.environ.get("MHAUDIT_CHROMIUM", ""), *NAMES) if (path := shutil.which(name)))
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        workspace = Path(folder) / "workspace"
        command = [sys.executable, "-m", "mhaudit", "web", str(workspace), "--no-open"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 (this program itself)
        try:
            address = next(line for line in server.stdout or () if line.startswith("Page: ")).split()[1]
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="en")
            page.goto(address)
            base = address.rsplit("/", 2)[0]

            def take(name: str) -> None:
                page.screenshot(path=out / f"{name}.png")

            steps(page, base, workspace, take)
            page.set_viewport_size({"width": 390, "height": 760})
            page.goto(f"{base}/")
            page.screenshot(path=out / "web-phone.png")
            browser.close()
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs/images"))
