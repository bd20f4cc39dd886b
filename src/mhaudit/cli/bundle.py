"""`mhaudit bundle`: one archive of a case that can be shared."""

from pathlib import Path
from typing import Annotated

import typer

from mhaudit import auditing
from mhaudit.cli.audit import Folders
from mhaudit.cli.output import no_stream, unwritable
from mhaudit.cli.screen import counting, show_line
from mhaudit.model.subject import APP, PERSONA


def bundle(
    case: Annotated[Path, typer.Argument(help="A case folder that was sealed.", metavar="CASE")],
    out: Annotated[
        Path | None, typer.Option(help="The archive; CASE.bundle.zip if not given.", metavar="FILE", callback=no_stream)
    ] = None,
    sign: Annotated[
        Path | None, typer.Option(help="Private key (Ed25519, PEM) to sign the bundle with.", metavar="FILE")
    ] = None,
    policies: Folders = None,
    pack: Annotated[str, typer.Option(help="Which rules and which threshold.", metavar="NAME")] = "auditor",
) -> None:
    """Write report, audit.json, manifest and redacted capture into one archive, which mhaudit verify checks."""
    from mhaudit.record import signature
    from mhaudit.record.bundle import bundle as make

    key = signature.private_key(sign) if sign else None
    target = out or case.with_name(f"{case.resolve().name}.bundle.zip")
    app, persona = (case / name if (case / name).is_file() else None for name in (APP, PERSONA))
    question = auditing.question(app=app, persona=persona, policies=policies or (), pack=pack)
    with counting("Bundling"):
        try:
            audit, redaction = make(case, question, target, key)
        except OSError as error:
            raise unwritable(target, error) from error
    show_line(f"Written: {target} (verdict {audit.verdict.outcome}, {redaction.exchanges} redacted exchanges)")
    show_line("Left out: the recording, the journal and the persona as they are; left-out.json has their digests.")
    show_line(f"The recipient can check it with: mhaudit verify {target.name}{' --key FILE' if key else ''}")
