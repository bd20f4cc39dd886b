"""`mhaudit demo`: audit the packaged capture of a made-up app with real SDKs."""

import webbrowser
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from mhaudit import auditing
from mhaudit.cli.audit import deliver
from mhaudit.cli.output import Verbose, no_stream
from mhaudit.cli.screen import counting, has_desktop, show_line


def demo(
    out: Annotated[Path, typer.Option(help="Where the files go.", metavar="DIR", callback=no_stream)] = Path(
        "mhaudit-report"
    ),
    browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the report where there is a desktop.")] = True,
    verbose: Verbose = False,
) -> None:
    """Audit Meadow, a made-up mental-health app built on real SDKs, and show the report."""
    folder = _packaged()
    app, persona = folder / "meadow.app.yaml", folder / "meadow.persona.yaml"
    with counting("Auditing Meadow") as count:
        found = auditing.audit(folder / "meadow.mitm", app=app, persona=persona, progress=count)
    deliver(found, ["html", "json"], out, verbose=verbose)
    page = out / "report.html"
    if browser and has_desktop():
        webbrowser.open(page.resolve().as_uri())
    else:
        show_line(f"Open {page} in a browser.")


def _packaged() -> Path:
    """Return the folder in the wheel, or in the checkout of an editable install."""
    packaged = files("mhaudit") / "demo"
    if packaged.is_dir():
        return Path(str(packaged))
    return Path(__file__).parents[3] / "fixtures" / "meadow"
