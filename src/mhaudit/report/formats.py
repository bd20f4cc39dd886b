"""The formats there are. A renderer takes the audit and nothing else; the same audit gives the same bytes."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from mhaudit.model.audit import Audit
from mhaudit.report import html, json_, terminal

TEXT_COLUMNS = 100


def _text(audit: Audit) -> str:
    return terminal.render(audit, TEXT_COLUMNS, colour=False)


FORMATS: Mapping[str, Callable[[Audit], str]] = MappingProxyType(
    {"html": html.render, "json": json_.render, "txt": _text}
)
FILE_NAMES: Mapping[str, str] = MappingProxyType({"html": "report.html", "json": "audit.json", "txt": "summary.txt"})
