"""A catalogue of one's own files on top of the shipped ones."""

from collections.abc import Mapping
from pathlib import Path

from mhaudit.explain import Catalogue, Line, Section, catalogue
from tests.policy.write import folder


def with_files(base: Path, files: Mapping[str, str]) -> Catalogue:
    return catalogue((folder(base, files),))


def text(sections: tuple[Section, ...]) -> dict[str, list[str]]:
    """Headings with their lines as plain text."""
    return {section.heading: [plain(line) for line in section.lines] for section in sections}


def plain(line: Line) -> str:
    return "  " * line.depth + " ".join(part for part in (line.text, line.code) if part)
