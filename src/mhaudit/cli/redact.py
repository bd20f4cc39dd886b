"""`mhaudit redact`: make a capture that can be shared."""

from pathlib import Path
from typing import Annotated

import typer

from mhaudit.cli.audit import Folders
from mhaudit.cli.exits import Exit
from mhaudit.cli.output import no_stream
from mhaudit.cli.screen import complain, counting, show_line


def redact(
    captures: Annotated[list[Path], typer.Argument(help="Captures and case folders.", metavar="CAPTURE...")],
    out: Annotated[Path, typer.Option(help="The HAR file to write.", metavar="FILE", callback=no_stream)],
    persona: Annotated[
        Path | None, typer.Option(help="The person that was typed into the app.", metavar="FILE")
    ] = None,
    app: Annotated[Path | None, typer.Option(help="App profile.", metavar="FILE")] = None,
    policies: Folders = None,
) -> None:
    """Write a HAR in which planted values, personal values and credentials are pseudonyms.

    Of everything else only words and small numbers stay. The file is searched again, with independent code, before it
    is written. Exits with 1, and writes nothing, when something was still found.
    """
    from mhaudit.api import redacting

    with counting("Redacting") as count:
        try:
            done = redacting.redact(captures, out, persona=persona, app=app, policies=policies or (), progress=count)
        except OSError as error:
            raise typer.BadParameter(f"{str(out)!r} can't be written: {error.strerror or error}") from error
    if done.remaining:
        complain(
            f"Not written: {done.remaining} values could not be replaced and were found again. "
            "Leave out their exchanges, or report this."
        )
        raise typer.Exit(Exit.FINDINGS)
    if done.left_out:
        show_line(f"Left out: {done.left_out} connections of a kind that HAR can't hold.")
    if done.bodies:
        show_line(f"Dropped: {done.bodies} bodies, or parts of bodies, that could not be read.")
    if done.emptied:
        show_line(f"Emptied: {done.emptied} exchanges in which the check still found something; only their hosts stay.")
    if not persona:
        show_line("No persona was given by --persona: planted values are known only where a case brings its own.")
    replaced = f"{done.places} places and {done.pieces} pieces that can't be read replaced"
    show_line(f"Written: {out} ({done.exchanges} exchanges, {replaced}, none found again)")
