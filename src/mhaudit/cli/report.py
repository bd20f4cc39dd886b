"""`mhaudit report`: a saved audit rendered again, to the same bytes as at audit time."""

from pathlib import Path
from typing import Annotated

import typer

from mhaudit.cli.output import Language, choose_language, parse_formats, write_whole
from mhaudit.cli.screen import show, show_line
from mhaudit.errors import Fault, InvalidFiles
from mhaudit.report import FILE_NAMES, FORMATS
from mhaudit.report.json_ import read_audit
from mhaudit.report.language import DEFAULT


def report(
    audit: Annotated[Path, typer.Argument(help="A saved audit.json.", metavar="AUDIT.json")],
    format: Annotated[str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}.")] = "html",
    language: Language = DEFAULT,
    out: Annotated[Path | None, typer.Option(help="File to write; - for standard output.", metavar="FILE")] = None,
) -> None:
    """Render a saved audit again."""
    formats, language = parse_formats(format), choose_language(language)
    if len(formats) != 1:
        raise typer.BadParameter("report writes one format at a time")
    try:
        saved = audit.read_bytes()
    except OSError as error:
        reason = error.strerror or "can't be opened"
        raise InvalidFiles([Fault(str(audit), 0, "", f"{reason}; give the path of an audit.json")]) from error
    text = FORMATS[formats[0]](read_audit(saved, str(audit)), language)
    target = out or audit.parent / FILE_NAMES[formats[0]]
    if str(target) == "-":
        show(text)
    else:
        show_line(f"Written: {write_whole(target, text)}")
