"""Measure the reports of a saved audit: report_size.py AUDIT.json [LANGUAGE].

Prints the words of the HTML report before its annexes and in all, its height before the annexes in screens (1280 × 800
and 390 × 844 pixels), the maximum number of places that name one fact, and the pages of the PDF and of each letter.
Needs a Chromium.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from mhaudit.model.audit import Audit
from mhaudit.report.formats import pdf
from mhaudit.report.formats.json_ import read_audit
from mhaudit.report.html.render import render
from mhaudit.report.letters.letter import LETTERS
from mhaudit.report.letters.rendering import render as render_letter

SCREENS = ((1280, 800), (390, 844))
ANNEX = 'id="evidence"'
LETTER_ANNEX = '<h2 class="annex">'
_WORD = re.compile(r"\w+(?:[\w.'’@/:-]*\w)?")
_PAGE = re.compile(rb"/Type /Page\b")
_NUMBER = re.compile(r'href="#(E\d+|e\d+)"')


class _Text(HTMLParser):
    """A parser that keeps the text of a page without style and script."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count an opened hidden element."""
        self._hidden += tag in ("style", "script", "head")

    def handle_endtag(self, tag: str) -> None:
        """Count a closed hidden element."""
        self._hidden -= tag in ("style", "script", "head")

    def handle_data(self, data: str) -> None:
        """Add text outside of hidden elements."""
        if not self._hidden:
            self.text.append(data)


def words(page: str) -> int:
    """Return the number of words of a page, or of the beginning of one."""
    reader = _Text()
    reader.feed(page)
    return len(_WORD.findall(" ".join(reader.text)))


def before_annex(page: str) -> str:
    """Return the page up to its annexes."""
    return page[: page.index(ANNEX)]


def places(page: str) -> int:
    """Return the maximum number of places that name one fact: its evidence, and all links to it."""
    counts = Counter(_NUMBER.findall(page))
    return 1 + max(counts.values(), default=0)


def screens(browser: Browser, page: str, width: int, height: int) -> float:
    """Return the height of the page before the annexes, in screens."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "report.html")
        file.write_text(page, encoding="utf-8")
        view = browser.new_page(viewport={"width": width, "height": height})
        view.goto(file.as_uri())
        top: float = view.evaluate("document.getElementById('evidence').getBoundingClientRect().top + scrollY")
        view.close()
    return top / height


def pages(data: bytes) -> int:
    """Return the number of pages of a PDF."""
    return len(_PAGE.findall(data))


def letters(audit: Audit, language: str) -> Iterator[tuple[str, int, int]]:
    """Yield each letter with its pages before the annex and in all."""
    for name in LETTERS:
        page = str(render_letter(f"{name}-html", audit, language))
        short = page.partition(LETTER_ANNEX)[0]
        yield name, pages(pdf.printed(short)), pages(pdf.printed(page))


def sizes(audit: Audit, language: str = "en") -> dict[str, float]:
    """Return all figures that need no browser window."""
    page = render(audit, language)
    return {
        "words before the annexes": words(before_annex(page)),
        "words in all": words(page),
        "places of one fact, at most": places(page),
        "pages of the PDF": pages(pdf.render(audit, language)),
        "pages of the PDF with its annex": pages(pdf.with_annex(audit, language)),
    }


def main(file: Path, language: str = "en") -> None:
    """Print all figures."""
    audit = read_audit(file.read_bytes(), file.name)
    chromium = pdf.chromium()
    for name, value in sizes(audit, language).items():
        print(f"{value:7,}  {name}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for width, height in SCREENS:
            number = screens(browser, render(audit, language), width, height)
            print(f"{number:7.1f}  screens of {width} × {height} before the annexes")
        browser.close()
    for name, short, whole in letters(audit, language):
        print(f"{short:7}  pages of {name}, {whole} with its annex")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])
