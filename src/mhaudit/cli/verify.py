"""`mhaudit verify`: is a case still what was recorded?"""

from pathlib import Path
from typing import Annotated

import typer

from mhaudit.cli.exits import Exit
from mhaudit.cli.screen import show_line


def verify(
    case: Annotated[Path, typer.Argument(help="A case folder.", metavar="CASE")],
    key: Annotated[
        Path | None, typer.Option(help="Public key (Ed25519, PEM) that must have signed it.", metavar="FILE")
    ] = None,
) -> None:
    """Hold a case against its manifest, and the manifest against a signature."""
    from mhaudit.record import manifest, signature

    trusted = signature.public_key(key) if key else None
    said = manifest.read_manifest(case)
    faults = list(manifest.changes(case, said))
    if trusted and not signature.is_signed_by(case, trusted):
        faults.append("The manifest is not signed by this key.")
    for fault in faults:
        show_line(fault)
    if faults:
        raise typer.Exit(Exit.CHANGED)
    show_line(f"As recorded: {len(said['files'])} files, sealed {said['sealed']}.")
    show_line(_signed(signature.is_signed(case), checked=bool(trusted)))


def _signed(signed: bool, *, checked: bool) -> str:
    if checked:
        return "Signed by this key."
    if signed:
        return "There is a signature; give --key to see whether it is the right one."
    return "Not signed: whoever can write to the folder can have changed it and its manifest."
