"""`mhaudit report`: render a saved audit again, to the same bytes as at audit time."""

from pathlib import Path
from typing import Annotated

import typer

from mhaudit.auditing import saved_audit
from mhaudit.auditing.disputes import with_disputes
from mhaudit.cli.audit import Disputes
from mhaudit.cli.output import (
    CHOICES,
    Annex,
    Language,
    Law,
    Verbose,
    choose_language,
    only_written_as,
    parse_formats,
    rendered,
    write_reports,
    write_whole,
    written,
)
from mhaudit.cli.screen import show_line, show_whole
from mhaudit.report.text.language import DEFAULT


def report(
    audit: Annotated[Path, typer.Argument(help="A saved audit.json.", metavar="AUDIT.json")],
    format: Annotated[str, typer.Option("--format", help=f"Of {', '.join(CHOICES)}, with commas between.")] = "html",
    law: Law = "",
    language: Language = DEFAULT,
    out: Annotated[
        Path | None,
        typer.Option(help="File to write, or a folder; - for standard output.", metavar="FILE"),
    ] = None,
    disputes: Disputes = None,
    verbose: Verbose = False,
    annex: Annex = False,
) -> None:
    """Render a saved audit again."""
    formats, language = parse_formats(format, law), choose_language(language)
    formats = only_written_as(formats, out) if out else formats
    if verbose and "txt" not in formats:
        raise typer.BadParameter("--verbose is for the summary: ask for it with --format txt")
    if annex and "pdf" not in formats:
        raise typer.BadParameter("--annex is for PDF: ask for it with --format pdf")
    saved = with_disputes(saved_audit(audit)[0], disputes, audit.parent)
    if len(formats) == 1 and out and not out.is_dir():
        text = rendered(saved, formats[0], language, verbose=verbose, annex=annex)
        show_whole(text) if str(out) == "-" else show_line(f"Written: {write_whole(out, text)}")
        return
    if out and not out.is_dir() and (out.suffix or str(out) == "-"):
        raise typer.BadParameter(
            f"{format} is several files; give a folder with --out, which is created if it is missing"
        )
    show_line(written(write_reports(saved, formats, out or audit.parent, language, verbose=verbose, annex=annex)))
