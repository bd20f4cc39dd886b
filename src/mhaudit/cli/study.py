"""`mhaudit study`: audit many apps: run, report, open, query."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mhaudit.cli.examples import ending
from mhaudit.cli.output import unwritable, write_whole
from mhaudit.cli.screen import complain, has_desktop, show, show_line
from mhaudit.errors import Interrupted, ToolMissing

if TYPE_CHECKING:
    from mhaudit.study.run import Outcome

study = typer.Typer(help="Audit many apps, and say what share of them does what.", no_args_is_help=True)
Folder = Annotated[str, typer.Argument(help="The folder of a study, or its address.", metavar="STUDY")]


@study.command(epilog=ending("study run"))
def run(
    paths: Annotated[
        list[str],
        typer.Argument(help="A manifest (CSV, YAML), folders, captures, cases or saved audits.", metavar="PATH..."),
    ],
    out: Annotated[str, typer.Option(help="The folder of the study, or its address.", metavar="STUDY")],
    policies: Annotated[
        list[Path] | None,
        typer.Option("--policies", help="A folder of your own policies; repeatable, later ones win.", metavar="DIR"),
    ] = None,
    pack: Annotated[str, typer.Option(help="Which rules and which threshold.", metavar="NAME")] = "auditor",
    jobs: Annotated[int, typer.Option(help="Processes of this machine.", min=1, max=256, metavar="N")] = 1,
    scheduler: Annotated[
        str, typer.Option(help="A Dask scheduler: tls://HOST:PORT, or tcp:// on this machine.", metavar="ADDRESS")
    ] = "",
    ca: Annotated[str, typer.Option(help="The certificate authority of the cluster, PEM.", metavar="FILE")] = "",
    certificate: Annotated[str, typer.Option(help="Your certificate for the cluster, PEM.", metavar="FILE")] = "",
    private_key: Annotated[str, typer.Option(help="Its private key, PEM.", metavar="FILE")] = "",
) -> None:
    """Audit every app into the tables of a study. Started again, it goes on where it ended."""
    needs_study()
    from mhaudit.study.manifest import apps_of
    from mhaudit.study.run import Cluster, Terms, check_scheduler, run_study
    from mhaudit.study.store import Store

    if scheduler:
        check_scheduler(scheduler)
    apps = apps_of(paths)
    terms = Terms(store=Store(out), policies=tuple(map(str, policies or ())), pack=pack)
    cluster = Cluster(jobs=jobs, scheduler=scheduler, ca=ca, certificate=certificate, private_key=private_key)
    try:
        with progress_of(len(apps)) as progress:
            missing = run_study(apps, terms, cluster, progress)
    except KeyboardInterrupt:
        what = f"Interrupted. The apps that are done are kept in {out}; the same command goes on from there."
        raise Interrupted(what) from None
    for one in missing:
        complain(f"{one.app}: {one.reason}")
    show_line(f"{len(apps) - len(missing)} of {len(apps)} apps audited. Written: {out}")


@study.command(epilog=ending("study report"))
def report(
    folder: Folder,
    out: Annotated[Path, typer.Option(help="Where the files go.", metavar="DIR")] = Path("mhaudit-study"),
) -> None:
    """Compute the shares of the apps: study.html, study.csv and shares.parquet, and a summary here."""
    needs_study()
    from mhaudit.study.report import figures, summary_text, write_formats
    from mhaudit.study.store import Store

    found = figures(Store(folder))
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(out, error) from error
    names = [write_whole(out / name, content).name for name, content in write_formats(found)]
    show(summary_text(found))
    show_line(f"Written to {out}: {', '.join(names)}")


@study.command("open", epilog=ending("study open"))
def open_(
    folder: Folder,
    port: Annotated[int, typer.Option(help="Port of the page; a free one if not given.", min=0, max=65535)] = 0,
    browse: Annotated[bool, typer.Option("--open/--no-open", help="Open the page where there is a desktop.")] = True,
) -> None:
    """Serve a page on this machine: search apps, companies and kinds, and the apps behind each number."""
    needs_study()
    from tempfile import TemporaryDirectory

    from mhaudit.study.store import Store
    from mhaudit.web.server import serve

    Store(folder).check()
    if Path(folder).exists():
        folder = str(Path(folder).absolute())
    with TemporaryDirectory(prefix="mhaudit-") as scratch:
        serve(Path(scratch), port, show_line, browse=browse and has_desktop(), study=folder)


@study.command(epilog=ending("study query"))
def query(
    folder: Folder, sql: Annotated[str, typer.Argument(help="One SELECT, of DuckDB's SQL.", metavar="SELECT")]
) -> None:
    """Answer a question in SQL, as CSV: the tables are views, and nothing can be written."""
    needs_study()
    import csv

    from mhaudit.study.query import query as ask
    from mhaudit.study.store import Store

    names, rows = ask(Store(folder), sql)
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(names)
    table.writerows(rows)


def needs_study() -> None:
    """Raise ToolMissing where the libraries of studies are not installed."""
    try:
        import duckdb
        import fsspec
        import pyarrow
        import scipy
    except ImportError as error:
        raise ToolMissing("Studies need DuckDB, PyArrow, SciPy and Dask: pip install 'mhaudit[study]'.") from error
    del duckdb, fsspec, pyarrow, scipy


@contextmanager
def progress_of(whole: int) -> Iterator[Callable[["Outcome"], None]]:
    """Show the number of finished apps and the estimated remaining time, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Auditing"), BarColumn(), MofNCompleteColumn(), TextColumn("apps"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=whole)
        yield lambda _: bar.advance(task)
