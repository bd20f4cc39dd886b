"""The formats there are. A renderer takes the audit and the language, nothing else; the same audit, the same bytes."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from mhaudit.model.audit import Audit
from mhaudit.report import html, json_, terminal
from mhaudit.report.language import DEFAULT

TEXT_COLUMNS = 100


class Renderer(Protocol):
    """Audit → text, in a language of `language.LANGUAGES`."""

    def __call__(self, audit: Audit, language: str = DEFAULT, /) -> str: ...


def _text(audit: Audit, language: str = DEFAULT) -> str:
    return terminal.render(audit, TEXT_COLUMNS, colour=False, language=language)


def _json(audit: Audit, language: str = DEFAULT) -> str:
    """For machines: the same in every language."""
    return json_.render(audit)


FORMATS: Mapping[str, Renderer] = MappingProxyType({"html": html.render, "json": _json, "txt": _text})
FILE_NAMES: Mapping[str, str] = MappingProxyType({"html": "report.html", "json": "audit.json", "txt": "summary.txt"})
