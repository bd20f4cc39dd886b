"""Print the HTML report to PDF with an installed Chromium: tagged, with page numbers, without the date of printing.

See docs/adr/0013: the page's print layout was made for this browser, and is tested in it.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from mhaudit.errors import ToolMissing
from mhaudit.model.audit import Audit
from mhaudit.report.html.render import render as render_html
from mhaudit.report.text.language import DEFAULT

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
_SECONDS = 300  # a report of ten thousand observations takes a tenth of that
_DATE = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}([^)]*\))")
_NO_DATE = rb"\g<1>19700101000000\2"  # as long as the date was, so that no offset in the file moves
_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
    "--export-tagged-pdf",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)


def render(audit: Audit, language: str = DEFAULT, /) -> bytes:
    """Return the report as PDF without its annex. Raise ToolMissing where Chromium is missing or prints nothing."""
    return printed(render_html(audit, language, annex=False))


def with_annex(audit: Audit, language: str = DEFAULT, /) -> bytes:
    """Return the report as PDF with evidence, laws and glossary. Raise ToolMissing as `render` does."""
    return printed(render_html(audit, language))


def printed(page: str) -> bytes:
    """Return an HTML page as PDF. Raise ToolMissing where Chromium is missing or prints nothing."""
    browser = chromium()
    with TemporaryDirectory(prefix="mhaudit-") as folder:
        source, target = Path(folder, "report.html"), Path(folder, "report.pdf")
        source.write_text(page, encoding="utf-8")
        _print(browser, source, target)
        if not target.exists():
            raise ToolMissing(f"{browser} printed no PDF. Try it by hand, or name another one in MHAUDIT_CHROMIUM.")
        return _DATE.sub(_NO_DATE, target.read_bytes())


def chromium() -> str:
    """Return the path of the browser that prints. Raise ToolMissing where none is installed."""
    for name in (os.environ.get("MHAUDIT_CHROMIUM", ""), *_NAMES, _MAC):
        if name and (found := shutil.which(name)):
            return found
    raise ToolMissing(
        "PDF is printed by Chromium, and none was found: install Chromium or Chrome (Debian: apt-get install "
        "chromium), or name its executable in MHAUDIT_CHROMIUM."
    )


def _print(browser: str, source: Path, target: Path) -> None:
    # Chromium refuses to start its sandbox as root, the user in most containers
    root = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    own = f"--user-data-dir={source.parent / 'browser'}"
    command = [browser, *_FLAGS, *root, own, f"--print-to-pdf={target}", source.as_uri()]
    try:
        subprocess.run(  # noqa: S603 (the browser that the user installed, and files of our own)
            command, check=False, capture_output=True, timeout=_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ToolMissing(f"{browser} printed no PDF: {type(error).__name__}.") from error
