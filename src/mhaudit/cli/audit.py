"""`mhaudit audit`: audit captures and write reports."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Annotated

import typer

from mhaudit import auditing
from mhaudit.auditing.disputes import with_disputes
from mhaudit.auditing.options import choose_severity
from mhaudit.cli.exits import Exit
from mhaudit.cli.output import (
    Annex,
    Language,
    Law,
    Quiet,
    Verbose,
    choose_language,
    is_stream,
    one_to_stream,
    one_way,
    parse_formats,
    possible_formats,
    rendered,
    write_reports,
    written,
)
from mhaudit.cli.screen import complain, counting, in_colour, show, show_line, show_whole, width
from mhaudit.cli.settings import unless_brought
from mhaudit.errors import NothingToAudit
from mhaudit.ingest.case.folder import is_case
from mhaudit.ingest.case.manifest import seal_state
from mhaudit.ingest.estimate import expected_exchanges
from mhaudit.model.audit import Audit
from mhaudit.model.subject import APP, PERSONA
from mhaudit.report.formats import terminal
from mhaudit.report.text.language import DEFAULT

UNREDACTED = "yes-show-planted-values"
Captures = Annotated[
    list[Path],
    typer.Argument(
        help="Captures, also compressed, in archives or folders, and case folders; - is standard input.",
        metavar="CAPTURE...",
    ),
]
App = Annotated[
    Path | None, typer.Option(help="App profile: own domains, claims, declared recipients.", metavar="FILE")
]
Person = Annotated[Path | None, typer.Option(help="The person that was typed into the app.", metavar="FILE")]
Folders = Annotated[
    list[Path] | None,
    typer.Option("--policies", help="A folder of your own policies; repeatable, later ones win.", metavar="DIR"),
]
Waivers = Annotated[Path | None, typer.Option(help="Findings that somebody answers for, until a day.", metavar="FILE")]
Baseline = Annotated[
    Path | None, typer.Option(help="An earlier audit.json, whose findings do not fail.", metavar="FILE")
]
Disputes = Annotated[
    Path | None,
    typer.Option(
        help="Objections to findings, for the reports: disputes.yaml in the output folder if not given.", metavar="FILE"
    ),
]
Unredacted = Annotated[str, typer.Option(help=f"Show values unmasked: type {UNREDACTED}.", metavar="WORD")]


def audit(
    context: typer.Context,
    captures: Captures,
    app: App = None,
    persona: Person = None,
    policies: Folders = None,
    pack: Annotated[str, typer.Option(help="Which rules and which threshold.", metavar="NAME")] = "auditor",
    out: Annotated[
        Path, typer.Option(help="Where the files go; - writes one file to standard output.", metavar="DIR")
    ] = Path("mhaudit-report"),
    format: Annotated[str, typer.Option("--format", help="What to write, separated by commas.")] = "html,json",
    law: Law = "",
    language: Language = DEFAULT,
    fail_on: Annotated[str | None, typer.Option(help="Exit with 1 from this severity on.", metavar="SEVERITY")] = None,
    app_id: Annotated[
        str, typer.Option(help="Which app, in captures of a whole phone: its package or bundle id.", metavar="ID")
    ] = "",
    keylog: Annotated[
        list[Path] | None, typer.Option(help="TLS keys for packet captures; repeatable.", metavar="FILE")
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(help="Worker processes; by the size of the captures if not given.", min=1, max=64, metavar="N"),
    ] = None,
    waivers: Waivers = None,
    baseline: Baseline = None,
    disputes: Disputes = None,
    unredacted: Unredacted = "",
    require_complete: Annotated[bool, typer.Option(help="Exit with 6 when something could not be seen.")] = False,
    verbose: Verbose = False,
    quiet: Quiet = False,
    annex: Annex = False,
) -> None:
    """Show what an app sent to whom: a summary here, audit.json and report.html in the output folder.

    A format whose tool is not installed is left out, and the exit code is 2 unless the verdict has one of its own.
    """
    one_way(verbose, quiet)
    asked, language, shown = parse_formats(format, law), choose_language(language), wants_values(unredacted)
    one_to_stream(asked, out)
    formats = possible_formats(asked)
    with written_also_of_nothing(formats, out, language), _progress_of(captures) as count:
        found = auditing.audit(
            captures,
            app=unless_brought(context, "app", app, captures, APP),
            persona=unless_brought(context, "persona", persona, captures, PERSONA),
            policies=policies or (),
            pack=pack,
            fail_on=choose_severity(fail_on),
            waivers=waivers,
            baseline=baseline,
            app_id=app_id,
            unredacted=shown,
            key_logs=keylog or (),
            jobs=jobs,
            progress=count,
        )
    deliver(with_disputes(found, disputes, out), formats, out, language, verbose=verbose, quiet=quiet, annex=annex)
    _show_seals(captures, out)
    raise typer.Exit(exit_code(found, require_complete=require_complete, complete=formats == asked))


def _progress_of(captures: list[Path]) -> AbstractContextManager[Callable[[int], None]]:
    """Show the count of exchanges, with the time left where their number can be estimated."""
    return counting("Auditing", lambda: expected_exchanges(captures))


def _show_seals(captures: list[Path], out: Path) -> None:
    """Show whether each case's seal is valid; on standard error if a report goes to standard output."""
    for case in filter(is_case, captures):
        (complain if is_stream(out) else show_line)(seal_state(case))


@contextmanager
def written_also_of_nothing(formats: list[str], out: Path, language: str = DEFAULT) -> Iterator[None]:
    """Write the known facts where there is no exchange to audit, and name the files in the error."""
    try:
        yield
    except NothingToAudit as nothing:
        if nothing.document and is_stream(out):
            show_whole(rendered(nothing.document, formats[0], language))
        elif nothing.document:
            show_line(written(write_reports(nothing.document, formats, out, language)))
        raise


def wants_values(word: str) -> bool:
    """Return whether values are shown unredacted. Raise a usage error for any word but the required one."""
    if word not in ("", UNREDACTED):
        raise typer.BadParameter(f"--unredacted shows planted and personal values: to have that, type {UNREDACTED}")
    return bool(word)


def deliver(
    audit: Audit,
    formats: list[str],
    out: Path,
    language: str = DEFAULT,
    *,
    verbose: bool = False,
    quiet: bool = False,
    annex: bool = False,
) -> None:
    """Write the files, then the summary with their paths; `verbose` is for the summary, also in a file.

    Standard output gets one file and nothing else.
    """
    if is_stream(out):
        for name in formats:
            show_whole(rendered(audit, name, language, verbose=verbose, annex=annex))
        return
    paths = write_reports(audit, formats, out, language, verbose=verbose, annex=annex)
    show(terminal.render(audit, width(), colour=in_colour(), language=language, verbose=verbose, quiet=quiet))
    if paths:
        show_line(written(paths))
    for waiver in audit.gate.waivers if audit.gate else ():
        if waiver.state == "unused":
            complain(f"The waiver {waiver.id} matched no finding: remove or correct it.")


def exit_code(audit: Audit, *, require_complete: bool, complete: bool = True) -> Exit:
    """Return the exit code of the verdict; a missing file comes before findings, and findings before blind spots.

    `complete` is whether every requested file was written.
    """
    if any(gap.code == "exchange-not-read" for gap in audit.coverage.gaps):
        return Exit.BUG
    if audit.verdict.outcome == "fail":
        return Exit.FINDINGS
    if require_complete and (audit.verdict.outcome == "incomplete" or any(gap.blocking for gap in audit.coverage.gaps)):
        return Exit.INCOMPLETE
    return Exit.AUDITED if complete else Exit.USAGE
