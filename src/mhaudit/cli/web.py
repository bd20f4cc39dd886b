"""`mhaudit web`: a local web interface of the commands."""

from pathlib import Path
from typing import Annotated

import typer

from mhaudit.cli.screen import has_desktop, show_line


def web(
    workspace: Annotated[
        Path, typer.Argument(help="A folder for captures, cases, personas, apps and audits.", metavar="[WORKSPACE]")
    ] = Path("mhaudit-workspace"),
    port: Annotated[int, typer.Option(help="Port of the page; a free one if not given.", min=0, max=65535)] = 0,
    browse: Annotated[bool, typer.Option("--open/--no-open", help="Open the page where there is a desktop.")] = True,
) -> None:
    """Serve a page on this machine: open captures, record apps, read reports. Ctrl-C ends it."""
    from mhaudit.web.server import serve

    serve(workspace, port, show_line, browse=browse and has_desktop())
