"""The audit as one call: `mhaudit.audit("traffic.har", app="app.yaml")`."""

from collections.abc import Iterable
from datetime import date
from os import PathLike
from pathlib import Path

from mhaudit.auditing.options import question
from mhaudit.auditing.pipeline import audit_files
from mhaudit.auditing.workers import Progress
from mhaudit.ingest.case.folder import brought_along
from mhaudit.model.audit import Audit
from mhaudit.model.knowledge import Severity
from mhaudit.model.subject import APP, PERSONA

File = str | PathLike[str]


def audit(
    captures: File | Iterable[File],
    *,
    app: File | None = None,
    persona: File | None = None,
    policies: Iterable[File] = (),
    pack: str = "auditor",
    fail_on: Severity | None = None,
    waivers: File | None = None,
    baseline: File | None = None,
    today: date | None = None,
    app_id: str = "",
    unredacted: bool = False,
    key_logs: Iterable[File] = (),
    jobs: int | None = None,
    progress: Progress = lambda _: None,
) -> Audit:
    """Audit captures (files, folders, cases) as one; see docs/usage.md for the options.

    Without `app` or `persona`, those of a case are used. `today` is the day for waivers, by default the current one
    (UTC). `unredacted` previews show values, including planted ones, and every report of such an audit states this. The
    audit is the document of `audit.json`; nothing is written. Raise the errors of `mhaudit.errors`: InvalidFiles,
    UnknownName, CaptureUnreadable, NothingToAudit, AppNotChosen.
    """
    paths = paths_of(captures)
    asked = question(
        app=_path(app) or brought_along(paths, APP),
        persona=_path(persona) or brought_along(paths, PERSONA),
        policies=[Path(folder) for folder in policies],
        pack=pack,
        fail_on=fail_on,
        app_id=app_id,
        waivers=_path(waivers),
        baseline=_path(baseline),
        today=today,
        unredacted=unredacted,
    )
    return audit_files(paths, asked, jobs, progress, [Path(log) for log in key_logs])


def paths_of(captures: File | Iterable[File]) -> list[Path]:
    """Return one path or several as a list."""
    return [Path(captures)] if isinstance(captures, str | PathLike) else [Path(capture) for capture in captures]


def _path(file: File | None) -> Path | None:
    return Path(file) if file is not None else None
