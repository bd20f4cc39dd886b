"""`manifest.json`: what a case held when its recording was stopped, so that every later change shows."""

import hashlib
import json
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mhaudit.model.case import ABOUT, APP, CAPTURE, JOURNAL, MANIFEST, MANIFEST_SCHEMA, PERSONA
from mhaudit.policy import load
from mhaudit.record.appended import Appended

SEALED = (ABOUT, APP, PERSONA, CAPTURE, JOURNAL)


def seal(folder: Path, versions: Mapping[str, str]) -> None:
    """Writes the manifest: SHA-256 and size of each file, versions, the digest of the policies, and the time in UTC."""
    manifest = {
        "schema": MANIFEST_SCHEMA,
        "sealed": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "versions": {**versions, "python": platform.python_version(), "policies": load().digest},
        "files": {name: measured(folder / name) for name in SEALED if (folder / name).exists()},
    }
    file = Appended(folder / MANIFEST)
    file.add(json.dumps(manifest, indent=2).encode() + b"\n")
    file.close()


def measured(path: Path) -> dict[str, Any]:
    """The SHA-256 of a file, in hex, and its size in bytes."""
    with path.open("rb") as file:
        return {"sha256": hashlib.file_digest(file, "sha256").hexdigest(), "bytes": path.stat().st_size}
