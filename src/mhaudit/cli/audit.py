"""`mhaudit audit`: the main job."""

from pathlib import Path
from typing import Annotated

import typer

from mhaudit.cli.exits import Exit
from mhaudit.cli.output import parse_formats, write_reports
from mhaudit.cli.screen import counting, in_colour, show, show_line, width
from mhaudit.engine import Question
from mhaudit.ingest.case import brought_along
from mhaudit.model.audit import Audit
from mhaudit.model.case import APP, PERSONA
from mhaudit.model.knowledge import SEVERITIES, Pack, Policies, Severity
from mhaudit.pipeline import audit_files
from mhaudit.policy import load, load_app, load_persona
from mhaudit.report import terminal

Folders = Annotated[
    list[Path] | None,
    typer.Option("--policies", help="A folder of your own policies; repeatable, later ones win.", metavar="DIR"),
]


def audit(
    captures: Annotated[
        list[Path],
        typer.Argument(
            help="Captures, also compressed, in archives or folders, and case folders; - is standard input.",
            metavar="CAPTURE...",
        ),
    ],
    app: Annotated[
        Path | None, typer.Option(help="App profile: own domains, claims, declared recipients.", metavar="FILE")
    ] = None,
    persona: Annotated[
        Path | None, typer.Option(help="The person that was typed into the app.", metavar="FILE")
    ] = None,
    policies: Folders = None,
    pack: Annotated[str, typer.Option(help="Which rules and which threshold.", metavar="NAME")] = "auditor",
    out: Annotated[Path, typer.Option(help="Where the files go.", metavar="DIR")] = Path("mhaudit-report"),
    format: Annotated[str, typer.Option("--format", help="What to write, separated by commas.")] = "html,json",
    fail_on: Annotated[str | None, typer.Option(help="Exit with 1 from this severity on.", metavar="SEVERITY")] = None,
    app_id: Annotated[
        str, typer.Option(help="Which app, in captures of a whole phone: its package or bundle id.", metavar="ID")
    ] = "",
    keylog: Annotated[
        list[Path] | None, typer.Option(help="TLS keys for packet captures; repeatable.", metavar="FILE")
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(help="Processes to divide the work between; as many as pay.", min=1, max=64, metavar="N"),
    ] = None,
    require_complete: Annotated[bool, typer.Option(help="Exit with 6 when something could not be seen.")] = False,
) -> None:
    """Say what an app sent to whom: a summary here, audit.json and report.html in the output folder."""
    formats = parse_formats(format)
    app = app or brought_along(captures, APP)
    persona = persona or brought_along(captures, PERSONA)
    question = ask(app, persona, policies, pack, fail_on, app_id)
    with counting("Auditing") as count:
        found = audit_files(captures, question, jobs, count, keylog or ())
    deliver(found, formats, out)
    raise typer.Exit(exit_code(found, require_complete=require_complete))


def ask(
    app: Path | None,
    persona: Path | None,
    policies: list[Path] | None,
    pack: str,
    fail_on: str | None,
    app_id: str = "",
) -> Question:
    """What the options ask. Raises InvalidFiles, and usage errors for names that there are not."""
    knowledge = load(policies or ())
    return Question(
        policies=knowledge,
        pack=choose_pack(knowledge, pack),
        persona=load_persona(persona, knowledge) if persona else None,
        app=load_app(app, knowledge) if app else None,
        fail_on=choose_severity(fail_on),
        app_id=app_id,
    )


def deliver(audit: Audit, formats: list[str], out: Path) -> None:
    """Writes the files, then the summary with where they are."""
    paths = write_reports(audit, formats, out)
    show(terminal.render(audit, width(), colour=in_colour()))
    for path in paths:
        show_line(f"Written: {path}")


def exit_code(audit: Audit, *, require_complete: bool) -> Exit:
    """The verdict as an exit code. Findings speak before blind spots do."""
    if audit.verdict.outcome == "fail":
        return Exit.FINDINGS
    if require_complete and any(gap.blocking for gap in audit.coverage.gaps):
        return Exit.INCOMPLETE
    return Exit.AUDITED


def choose_pack(policies: Policies, name: str) -> Pack:
    """A pack by its id. Raises a usage error that names those there are."""
    if name not in policies.packs:
        raise typer.BadParameter(f"there is no pack {name!r}; there are {', '.join(sorted(policies.packs))}")
    return policies.packs[name]


def choose_severity(name: str | None) -> Severity | None:
    """A severity by its name, or None. Raises a usage error that names those there are."""
    if name is None:
        return None
    for severity in SEVERITIES:
        if severity == name:
            return severity
    raise typer.BadParameter(f"{name!r} is no severity; there are {', '.join(SEVERITIES)}")
