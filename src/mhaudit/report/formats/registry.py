"""The report formats. A renderer takes an audit and a language; the same audit gives the same bytes."""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Literal, Protocol

from mhaudit.model.audit import Audit
from mhaudit.report.formats import json_, terminal
from mhaudit.report.html.render import render as render_html
from mhaudit.report.letters import letter
from mhaudit.report.text.language import DEFAULT

TEXT_COLUMNS = 100
Format = Literal[
    "html",
    "json",
    "txt",
    "pdf",
    "md",
    "sarif",
    "junit",
    "csv-observations",
    "csv-findings",
    "csv-recipients",
]


class Renderer(Protocol):
    """A function from an audit to text, or to bytes for a binary format, in a language of `language.LANGUAGES`.

    Raise ToolMissing where the format needs a program or library that is not installed.
    """

    def __call__(self, audit: Audit, language: str = DEFAULT, /) -> str | bytes: ...


def _text(audit: Audit, language: str = DEFAULT, /) -> str:
    return terminal.render(audit, TEXT_COLUMNS, colour=False, language=language)


def verbose_text(audit: Audit, language: str = DEFAULT, /) -> str:
    """Return the summary with every recipient, statement, finding and gap."""
    return terminal.render(audit, TEXT_COLUMNS, colour=False, language=language, verbose=True)


def pdf_with_annex(audit: Audit, language: str = DEFAULT, /) -> str | bytes:
    """Return the report as PDF with evidence, laws and glossary. Raise ToolMissing where no browser is installed."""
    return _later("pdf", "with_annex")(audit, language)


def check_tools(name: str) -> None:
    """Raise ToolMissing where a format needs a program or library that is not installed."""
    if name == "pdf":
        import_module("mhaudit.report.formats.pdf").chromium()
    elif FILE_NAMES[name].endswith(".docx"):
        import_module("mhaudit.report.letters.word").document_library()


def _json(audit: Audit, language: str = DEFAULT) -> str:
    """Return `audit.json`, which is the same in every language."""
    return json_.render(audit)


def _later(module: str, name: str = "render") -> Renderer:
    """Return a renderer that imports its module on first use, since most audits are written in few formats."""

    def render(audit: Audit, language: str = DEFAULT, /) -> str | bytes:
        renderer: Renderer = getattr(import_module(f"mhaudit.report.formats.{module}"), name)
        return renderer(audit, language)

    return render


def _letter(name: str) -> Renderer:
    """Return a renderer of a letter that imports its modules on first use."""

    def render(audit: Audit, language: str = DEFAULT, /) -> str | bytes:
        from mhaudit.report.letters.rendering import render as write

        return write(name, audit, language)

    return render


FORMATS: Mapping[str, Renderer] = MappingProxyType(
    {
        "html": render_html,
        "json": _json,
        "txt": _text,
        "pdf": _later("pdf"),
        "md": _later("markdown"),
        "sarif": _later("sarif"),
        "junit": _later("junit"),
        "csv-observations": _later("csv_", "observations"),
        "csv-findings": _later("csv_", "findings"),
        "csv-recipients": _later("csv_", "recipients"),
        **{name: _letter(name) for name in letter.FILE_NAMES},
    }
)
FILE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "html": "report.html",
        "json": "audit.json",
        "txt": "summary.txt",
        "pdf": "report.pdf",
        "md": "report.md",
        "sarif": "report.sarif",
        "junit": "junit.xml",
        "csv-observations": "observations.csv",
        "csv-findings": "findings.csv",
        "csv-recipients": "recipients.csv",
        **letter.FILE_NAMES,
    }
)
# Names of sets of files.
SETS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"csv": ("csv-observations", "csv-findings", "csv-recipients"), **letter.LETTERS}
)
# Formats that are bytes and not text. PDF is printed from the HTML by a browser, which takes seconds.
BINARY = frozenset(name for name, file in FILE_NAMES.items() if file.endswith((".pdf", ".docx")))


def rendered(audit: Audit, format: Format = "html", language: Literal["en", "de"] = "en") -> str | bytes:
    """Return an audit in a format; bytes for PDF. Raise ToolMissing where the format needs a missing program or
    library.
    """
    return FORMATS[format](audit, language)
