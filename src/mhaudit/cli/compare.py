"""`mhaudit compare`: two releases, two states of consent, or two persons that differ in one thing."""

from pathlib import Path
from typing import Annotated

import typer

from mhaudit.cli.audit import Folders, deliver, exit_code
from mhaudit.cli.exits import Exit
from mhaudit.cli.output import (
    Language,
    Verbose,
    choose_language,
    no_stream,
    parse_formats,
    write_reports,
    write_whole,
)
from mhaudit.cli.screen import counting, show, show_line
from mhaudit.model.comparison import Comparison
from mhaudit.report import comparison, difference
from mhaudit.report.text.language import DEFAULT

NEW = "new"  # the folder of the reports of new findings, whose audit.json is not a whole audit
Again = Annotated[list[Path] | None, typer.Option("--repeat", help="The first again, recorded anew; repeatable.")]


def compare(
    before: Annotated[Path, typer.Argument(help="An audit.json, a capture or a case.", metavar="A")],
    after: Annotated[Path, typer.Argument(help="The one to compare with A.", metavar="B")],
    app: Annotated[Path | None, typer.Option(help="App profile, for captures.", metavar="FILE")] = None,
    persona: Annotated[Path | None, typer.Option(help="The person in A, and in B.", metavar="FILE")] = None,
    other_persona: Annotated[
        Path | None, typer.Option(help="The person in B, who differs in one value.", metavar="FILE")
    ] = None,
    varies: Annotated[
        str, typer.Option(help="The kind of data that alone differs between A and B.", metavar="KIND")
    ] = "",
    repeat: Again = None,
    other_repeat: Annotated[list[Path] | None, typer.Option(help="B again, recorded anew; repeatable.")] = None,
    policies: Folders = None,
    pack: Annotated[str, typer.Option(help="Which rules and which threshold.", metavar="NAME")] = "auditor",
    waivers: Annotated[Path | None, typer.Option(help="Waivers, for captures.", metavar="FILE")] = None,
    fail_on: Annotated[str | None, typer.Option(help="Exit with 1 from this severity on.", metavar="SEVERITY")] = None,
    out: Annotated[Path, typer.Option(help="Where the files go.", metavar="DIR", callback=no_stream)] = Path(
        "mhaudit-comparison"
    ),
    format: Annotated[str, typer.Option("--format", help="Reports to write of what is new, separated by commas.")] = "",
    language: Language = DEFAULT,
    verbose: Verbose = False,
) -> None:
    """Show what is new in B, gone and changed; or, for two persons, which fields changed with the person.

    Exits with 1 when something new, or worse than before, is at or above --fail-on.
    """
    from mhaudit.compare import run

    formats, language = parse_formats(format) if format else [], choose_language(language)
    asked = run.Sides(
        before=before,
        after=after,
        repeats=repeat or (),
        other_repeats=other_repeat or (),
        app=app,
        persona=persona,
        other_persona=other_persona,
        varies=varies,
        policies=policies or (),
        pack=pack,
        waivers=waivers,
        fail_on=fail_on,
    )
    if asked.two_persons():
        with counting("Auditing") as count:
            found = run.vary(asked, count)
        deliver(found, formats or ["html", "json"], out, language, verbose=verbose)
        raise typer.Exit(exit_code(found, require_complete=False))
    with counting("Auditing") as count:
        compared = run.compare(asked, count)
    show(difference.render_text(compared))
    paths = write_reports(compared.only_new, formats, out / NEW, language)
    for path in [*paths, *_write_pages(compared, out, language)]:  # of two folders
        show_line(f"Written: {path}")
    raise typer.Exit(Exit.FINDINGS if compared.failing else Exit.AUDITED)


def _write_pages(compared: Comparison, out: Path, language: str) -> list[Path]:
    """Write the comparison as a page, as Markdown and as a document; return the paths."""
    contents = {
        comparison.HTML: comparison.comparison_html(compared, language),
        comparison.MARKDOWN: comparison.comparison_markdown(compared, language),
        difference.FILE_NAME: difference.render_json(compared),
    }
    return [write_whole(out / name, content) for name, content in contents.items()]
