"""An audit with the objections to it, for its reports; `audit.json` is not changed."""

from pathlib import Path

from msgspec.structs import replace

from mhaudit.model.audit import Audit
from mhaudit.profile.disputes import FILE, load_disputes


def with_disputes(audit: Audit, file: str | Path | None, folder: str | Path | None = None) -> Audit:
    """Return the audit with the objections of a file, or else of `disputes.yaml` in a folder, if present.

    Raise InvalidFiles, also if an entry names a finding that the audit does not have.
    """
    found = Path(file) if file else _beside(Path(folder)) if folder else None
    if found is None:
        return audit
    current = {finding.id: finding.id for finding in audit.findings}
    former = {name: finding.id for finding in audit.findings for name in finding.former_ids}
    return replace(audit, disputes=load_disputes(found, former | current))


def _beside(folder: Path) -> Path | None:
    """Return the file in a folder; None if it is missing or the path is invalid."""
    try:
        return folder / FILE if (folder / FILE).is_file() else None
    except (OSError, ValueError):
        return None
