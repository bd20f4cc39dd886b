"""Checked layers kept as JSON, so that a small audit starts at once. A cache file is only ever a shortcut.

Its name says which files, schemas and version it was made from; inside stands the digest of what follows. A file that
does not fit is left aside as if it were not there, and one that can't be written is not missed.
"""

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path

import orjson
import platformdirs

from mhaudit import __version__
from mhaudit.policy.folder import KINDS, Folder, built_in
from mhaudit.policy.layer import CheckedLayer
from mhaudit.policy.source import Source

_FORMAT = b"mhaudit-policies-1"


def folder() -> Path:
    """Where cache files go: the user's cache folder, or MHAUDIT_CACHE_DIR."""
    override = os.environ.get("MHAUDIT_CACHE_DIR")
    return Path(override) if override else platformdirs.user_cache_path("mhaudit")


def get(policies: Folder) -> CheckedLayer | None:
    """The layer as it was checked before, or None. Its sources know no lines."""
    try:
        head, payload = _file(policies).read_bytes().split(b"\n", 1)
        if head != _head(payload):
            return None
        sources = _sources(orjson.loads(payload), policies)
    except (OSError, ValueError, RecursionError):
        return None
    return CheckedLayer(policies, sources) if sources is not None else None


def put(layer: CheckedLayer) -> None:
    """Keep a layer that was checked and found right."""
    data = {kind: [source.data for source in sources] for kind, sources in layer.sources.items()}
    payload = orjson.dumps(data)
    file = _file(layer.folder)
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=".policies-")
        with os.fdopen(handle, "wb") as stream:
            stream.write(_head(payload) + b"\n" + payload)
        Path(temporary).replace(file)


def _head(payload: bytes) -> bytes:
    return _FORMAT + b" " + hashlib.sha256(payload).hexdigest().encode()


def _file(policies: Folder) -> Path:
    key = hashlib.sha256(_FORMAT + __version__.encode() + policies.digest.encode())
    for schema in sorted((built_in() / "schema").glob("*.json")):
        key.update(schema.read_bytes())
    return folder() / f"policies-{key.hexdigest()[:32]}.json"


def _sources(data: object, policies: Folder) -> dict[str, tuple[Source, ...]] | None:
    """Cached data beside the files that it was made from; None where the two don't fit."""
    wanted: dict[str, list[str]] = {}
    for kind, relative, _ in policies.files:
        wanted.setdefault(kind, []).append(relative)
    if not isinstance(data, dict) or data.keys() != wanted.keys() or not data.keys() <= set(KINDS.values()):
        return None
    sources: dict[str, tuple[Source, ...]] = {}
    root = f"{policies.path}/"
    for kind, files in wanted.items():
        entries = data[kind]
        if not isinstance(entries, list) or len(entries) != len(files):
            return None
        for entry, file in zip(entries, files, strict=True):
            if not isinstance(entry, dict) or entry.get("id") != file.rpartition("/")[2].removesuffix(".yaml"):
                return None
        sources[kind] = tuple(Source(root + file, entry) for entry, file in zip(entries, files, strict=True))
    return sources
