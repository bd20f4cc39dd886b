"""Redact a capture: the function behind `mhaudit redact`."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile

from mhaudit.auditing.options import question
from mhaudit.auditing.run import File, paths_of
from mhaudit.auditing.workers import Progress
from mhaudit.ingest.case.folder import brought_along
from mhaudit.model.subject import APP, PERSONA
from mhaudit.redaction.redact import Redaction, redact_into


def redact(
    captures: File | Iterable[File],
    out: File,
    *,
    persona: File | None = None,
    app: File | None = None,
    policies: Iterable[File] = (),
    progress: Progress = lambda _: None,
) -> Redaction:
    """Write the captures as one HAR whose planted and personal values are pseudonyms.

    The file is written only if a second search finds nothing (`remaining` is 0). Raise the errors of an audit, and
    OSError where the file can't be written.
    """
    paths, target = paths_of(captures), Path(out)
    asked = question(
        app=Path(app) if app else brought_along(paths, APP),
        persona=Path(persona) if persona else brought_along(paths, PERSONA),
        policies=[Path(folder) for folder in policies],
    )
    with NamedTemporaryFile("w", encoding="utf-8", dir=target.parent, prefix=".mhaudit-", delete=False) as file:
        own = Path(file.name)
        try:
            done = redact_into(own, file, paths, asked, progress)
        except BaseException:
            own.unlink()
            raise
    if done.remaining:
        own.unlink()
    else:
        own.chmod(0o644)
        own.replace(target)
    return done
