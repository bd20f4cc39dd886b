"""Seal a case: `manifest.json` lists its files with digests, so that every later change can be detected."""

import json
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from mhaudit.ingest.case.manifest import measured, sealed
from mhaudit.model.subject import MANIFEST, MANIFEST_SCHEMA
from mhaudit.record.append_only_file import AppendOnlyFile


def seal(folder: Path, versions: Mapping[str, str]) -> None:
    """Write the manifest: SHA-256 and size of each file, versions, and the time in UTC. Raise OSError."""
    manifest = {
        "schema": MANIFEST_SCHEMA,
        "sealed": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "versions": {**versions, "python": platform.python_version()},
        "files": {name: measured(folder / name) for name in sealed(folder) if (folder / name).exists()},
    }
    file = AppendOnlyFile(folder / MANIFEST)
    file.add(json.dumps(manifest, indent=2).encode() + b"\n")
    file.close()
