"""`mhaudit policies update`: install newer policies that the user downloaded in place of the shipped ones."""

import shutil
from pathlib import Path
from typing import Annotated

import typer

from mhaudit.cli.screen import show
from mhaudit.policy import load
from mhaudit.policy.folder import updated_folder
from mhaudit.policy.update import update as put_in_place


def update(
    source: Annotated[
        Path | None, typer.Argument(help="A folder or ZIP file with policies.", metavar="FOLDER|ZIP")
    ] = None,
    digest: Annotated[
        str, typer.Option(help="The digest that its publisher gives; any other is refused.", metavar="SHA256")
    ] = "",
    remove: Annotated[bool, typer.Option("--remove", help="Go back to the policies that mhaudit came with.")] = False,
) -> None:
    """Install newer policies that you downloaded: checked as a whole, and refused if older. Nothing is fetched."""
    if remove == (source is not None):
        raise typer.BadParameter("nothing to install; give a folder or ZIP file with policies, or --remove")
    if source is None:
        shutil.rmtree(updated_folder(), ignore_errors=True)
        show("The policies that mhaudit came with are in place again.")
        return
    found = put_in_place(source, load().checked_on, digest)
    show(f"Policies checked last on {found.checked_on} are in place: {found.path}")
    show(f"SHA-256 over all files: {found.digest}")
