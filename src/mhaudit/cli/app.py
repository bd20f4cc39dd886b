"""The commands and their `--help`."""

from typing import Annotated

import typer

from mhaudit import __version__
from mhaudit.cli.audit import audit
from mhaudit.cli.bundle import bundle
from mhaudit.cli.compare import compare
from mhaudit.cli.demo import demo
from mhaudit.cli.doctor import doctor
from mhaudit.cli.examples import ending
from mhaudit.cli.new import new
from mhaudit.cli.policies import policies
from mhaudit.cli.record import record
from mhaudit.cli.redact import redact
from mhaudit.cli.report import report
from mhaudit.cli.screen import show
from mhaudit.cli.settings import use_settings
from mhaudit.cli.show import show_exchange
from mhaudit.cli.study import study
from mhaudit.cli.verify import verify
from mhaudit.cli.web import web

app = typer.Typer(
    help="Audit a mental-health app: what it sent, to whom, and how we know.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        show(f"mhaudit {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    context: typer.Context,
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
    settings: Annotated[
        bool, typer.Option("--settings/--no-settings", help="Heed mhaudit.toml or pyproject.toml.")
    ] = True,
) -> None:
    if settings:
        use_settings(context)


for name, command in (
    *(("demo", demo), ("web", web), ("record", record), ("audit", audit), ("report", report), ("show", show_exchange)),
    *(("compare", compare), ("redact", redact), ("bundle", bundle), ("verify", verify), ("doctor", doctor)),
):
    app.command(name, epilog=ending(name))(command)
app.add_typer(study, name="study")
app.add_typer(new, name="new")
app.add_typer(policies, name="policies")
