"""`mhaudit policies import`: convert an external data set to a layer of the user's own, never a shipped one."""

from pathlib import Path
from typing import Annotated

import typer

from mhaudit.cli.audit import Folders
from mhaudit.cli.output import no_stream

FORMATS = (
    *("exodus", "trackerdb", "disconnect", "ddg-tds", "companiesdb", "third-party-web"),
    *("hosts", "adblock", "xcprivacy"),
)


def import_(
    file: Annotated[Path, typer.Argument(help="The file as published.", metavar="FILE")],
    format_: Annotated[str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}.", metavar="FORMAT")],
    out: Annotated[Path, typer.Option(help="A new folder; use it with --policies.", metavar="DIR", callback=no_stream)],
    retrieved: Annotated[
        str, typer.Option(help="The day it was fetched; without it, the day of the file.", metavar="DAY")
    ] = "",
    licence: Annotated[str, typer.Option(help="Where the publisher states another one.", metavar="TEXT")] = "",
    source: Annotated[str, typer.Option(help="Where it was fetched.", metavar="URL")] = "",
    name: Annotated[str, typer.Option(help="Name of the list or the SDK.", metavar="TEXT")] = "",
    role: Annotated[str, typer.Option(help="Role of its hosts, if the file has none.", metavar="ROLE")] = "",
    folders: Folders = None,
) -> None:
    """Convert an external data set to a layer of your own, with its source, licence, date and digest in every file.

    Hosts of the shipped policies, and of layers given with --policies, are left out.
    """
    from mhaudit.cli.policies_layer import Wish, make_layer  # here, so that no other command waits for it

    wish = Wish(format=format_, retrieved=retrieved, licence=licence, source=source, name=name, role=role)
    make_layer(file, out, wish, tuple(folders or ()))
