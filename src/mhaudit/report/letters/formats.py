"""The letters as formats: each in HTML, Markdown and DOCX, the annex once for each law."""

from collections.abc import Callable

from mhaudit.model.audit import Audit
from mhaudit.report.language import DEFAULT, speaking
from mhaudit.report.letters.letter import Letter
from mhaudit.report.letters.names import REGULATOR, VENDOR
from mhaudit.report.letters.regulator import regulator
from mhaudit.report.letters.rendering import as_docx, as_html, as_markdown
from mhaudit.report.letters.vendor import vendor

_WRITERS: dict[str, Callable[[Letter], str | bytes]] = {"html": as_html, "md": as_markdown, "docx": as_docx}


def render(name: str, audit: Audit, language: str = DEFAULT) -> str | bytes:
    """The letter of a name such as `letter-vendor-md` or `letter-regulator-eu-docx`. Raises ToolMissing."""
    kind, _, written = name.rpartition("-")
    with speaking(language):
        return _WRITERS[written](_letter(kind, audit))


def _letter(kind: str, audit: Audit) -> Letter:
    return vendor(audit) if kind == VENDOR else regulator(audit, kind.removeprefix(f"{REGULATOR}-"))
