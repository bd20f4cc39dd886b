"""`mhaudit report`: a saved audit rendered again, to the same bytes as at audit time."""

from pathlib import Path
from typing import Annotated

import typer

from mhaudit.api import saved_audit
from mhaudit.cli.output import parse_formats, write_whole
from mhaudit.cli.screen import show, show_line
from mhaudit.report import FILE_NAMES, FORMATS


def report(
    audit: Annotated[Path, typer.Argument(help="A saved audit.json.", metavar="AUDIT.json")],
    format: Annotated[str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}.")] = "html",
    out: Annotated[Path | None, typer.Option(help="File to write; - for standard output.", metavar="FILE")] = None,
) -> None:
    """Render a saved audit again."""
    formats = parse_formats(format)
    if len(formats) != 1:
        raise typer.BadParameter("report writes one format at a time")
    saved, _ = saved_audit(audit)
    text = FORMATS[formats[0]](saved)
    target = out or audit.parent / FILE_NAMES[formats[0]]
    if str(target) == "-":
        show(text)
    else:
        show_line(f"Written: {write_whole(target, text)}")
