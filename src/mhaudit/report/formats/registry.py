"""The formats there are. A renderer takes the audit and the language, nothing else; the same audit, the same bytes."""

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
    """Audit → text, or bytes where the format is none, in a language of `language.LANGUAGES`.

    Raises ToolMissing where the format needs something that is not installed.
    """

    def __call__(self, audit: Audit, language: str = DEFAULT, /) -> str | bytes: ...


def _text(audit: Audit, language: str = DEFAULT, /) -> str:
    return terminal.render(audit, TEXT_COLUMNS, colour=False, language=language)


def verbose_text(audit: Audit, language: str = DEFAULT, /) -> str:
    """Return the summary with every recipient, statement, finding and gap."""
    return terminal.render(audit, TEXT_COLUMNS, colour=False, language=language, verbose=True)


def pdf_with_annex(audit: Audit, language: str = DEFAULT, /) -> str | bytes:
    """Return the report as PDF with evidence, laws and glossary. Raises ToolMissing where no browser is installed."""
    return _later("pdf", "with_annex")(audit, language)


def check_tools(name: str) -> None:
    """Raise ToolMissing where a format needs something that is not installed."""
    if name == "pdf":
        import_module("mhaudit.report.formats.pdf").chromium()
    elif FILE_NAMES[name].endswith(".docx"):
        import_module("mhaudit.report.letters.word").document_library()


def _json(audit: Audit, language: str = DEFAULT) -> str:
    """For machines: the same in every language."""
    return json_.render(audit)


def _later(module: str, name: str = "render") -> Renderer:
    """A renderer whose module is loaded when something is rendered with it: most audits are written as few formats."""

    def render(audit: Audit, language: str = DEFAULT, /) -> str | bytes:
        renderer: Renderer = getattr(import_module(f"mhaudit.report.formats.{module}"), name)
        return renderer(audit, language)

    return render


def _letter(name: str) -> Renderer:
    """A letter, whose modules are loaded when one is written."""

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
# What is asked for by one name and written as several files.
SETS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"csv": ("csv-observations", "csv-findings", "csv-recipients"), **letter.LETTERS}
)
# Formats that are bytes and not text. PDF is printed from the HTML by a browser, which takes seconds.
BINARY = frozenset(name for name, file in FILE_NAMES.items() if file.endswith((".pdf", ".docx")))


def rendered(audit: Audit, format: Format = "html", language: Literal["en", "de"] = "en") -> str | bytes:
    """Return an audit in a format; bytes for PDF. Raises ToolMissing where the format needs what is not installed."""
    return FORMATS[format](audit, language)
