"""Take the screenshots of Meadow's report for the documentation: report_images.py REPORT.html [OUT].

Desktop, dark, phone, and the first page as printed. Needs a Chromium.
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
# name → (width, height, dark, printed)
PICTURES = {
    "report": (1280, 1215, False, False),
    "report-dark": (1280, 1000, True, False),
    "report-phone": (390, 844, False, False),
    "report-print": (794, 1123, False, True),
}


def take(browser: Browser, report: Path, out: Path, name: str) -> None:
    """Take one screenshot; it is the same on every run on one machine."""
    width, height, dark, printed = PICTURES[name]
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        device_scale_factor=2 if width < 500 else 1,
        bypass_csp=printed,
    )
    page.emulate_media(media="print" if printed else "screen", color_scheme="dark" if dark else "light")
    page.goto(report.resolve().as_uri())
    if printed:
        page.add_style_tag(content="body { padding: 18mm 16mm !important }")  # the margins of the paper
    path = out / f"{name}.png"
    page.screenshot(path=path)
    page.close()


def main(report: Path, out: Path) -> None:
    """Take all screenshots."""
    chromium = next(path for name in (os.environ.get("MHAUDIT_CHROMIUM", ""), *NAMES) if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name in PICTURES:
            take(browser, report, out, name)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else Path("docs/images"))
