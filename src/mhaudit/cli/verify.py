"""`mhaudit verify`: compare a case, or a bundle of one, with its manifest."""

from pathlib import Path
from typing import Annotated

import typer

from mhaudit.cli.exits import Exit
from mhaudit.cli.screen import show_line


def verify(
    case: Annotated[Path, typer.Argument(help="A case folder, or a bundle of one.", metavar="CASE")],
    key: Annotated[
        Path | None, typer.Option(help="Public key (Ed25519, PEM) that must have signed it.", metavar="FILE")
    ] = None,
) -> None:
    """Compare a case, or a bundle, with its manifest, and the manifest with a signature."""
    from mhaudit.record import signature

    trusted = signature.public_key(key) if key else None
    if case.is_file():
        from mhaudit.record.bundle import verify_bundle

        faults, said, signed = verify_bundle(case, trusted)
    else:
        faults, said, signed = _of_case(case)
        if trusted and not signature.is_signed_by(case, trusted):
            faults.append("The manifest is not signed by this key.")
    for fault in faults:
        show_line(fault)
    if faults:
        raise typer.Exit(Exit.CHANGED)
    show_line(said)
    show_line(_signed(signed, checked=bool(trusted)))


def _of_case(case: Path) -> tuple[list[str], str, bool]:
    """Return the deviations from the manifest, a summary where there are none, and whether there is a signature."""
    from mhaudit.ingest.case import manifest
    from mhaudit.record import signature

    said = manifest.read_manifest(case)
    faults = list(manifest.changes(case, said))
    return faults, f"As recorded: {len(said['files'])} files, sealed {said['sealed']}.", signature.is_signed(case)


def _signed(signed: bool, *, checked: bool) -> str:
    if checked:
        return "Signed by this key."
    if signed:
        return "There is a signature; give --key to verify it."
    return (
        "Not signed: anybody who can write to the folder or file can have changed it together with its manifest and "
        "the time of sealing. This check can't detect that."
    )
