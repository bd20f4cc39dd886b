"""Write a bundle: one archive of a case that can be shared, without planted values and raw recordings.

It has the report, the audit, the case's manifest with its signature, the redacted capture, a list of omissions with
reasons, and its own manifest. It can be verified without the case, on any machine.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from mhaudit import __version__
from mhaudit.auditing.engine import Question
from mhaudit.auditing.pipeline import audit_files
from mhaudit.errors import CaseChanged, CaseUnusable
from mhaudit.ingest.case.manifest import changes, read_manifest
from mhaudit.model.audit import Audit
from mhaudit.model.subject import MANIFEST, SIGNATURE
from mhaudit.record.signature import is_signature, signature_of
from mhaudit.redaction.redact import Redaction, redact_into
from mhaudit.report import FILE_NAMES, FORMATS

SCHEMA = "mhaudit/bundle/1"
_CONTENTS, _SIGNED = "bundle.json", "bundle.sig"
_REDACTED, _LEFT_OUT = "redacted.har", "left-out.json"
_LARGEST = 1 << 28  # bytes read of one member
_MOST = 100
_SAME_DAY = (1980, 1, 1, 0, 0, 0)


def bundle(case: Path, question: Question, out: Path, key: Ed25519PrivateKey | None = None) -> tuple[Audit, Redaction]:
    """Write the bundle of a case, signed with `key` if given. Return the audit and the result of the redaction.

    Raise CaseChanged where the case differs from its seal, CaseUnusable where it is not sealed or not all of it could
    be redacted, the errors of an audit, and OSError.
    """
    said = read_manifest(case)
    if faults := list(changes(case, said)):
        raise CaseChanged(f"{case} is not as it was sealed: {' '.join(faults)} Nothing was bundled.")
    audit = audit_files([case], question)
    with TemporaryDirectory(prefix="mhaudit-") as folder:
        path = Path(folder) / _REDACTED
        with path.open("w", encoding="utf-8") as file:
            redaction = redact_into(path, file, [case], question)
        if redaction.remaining:
            raise CaseUnusable(f"{redaction.remaining} exchanges could not be redacted. Nothing was bundled.")
        members = {name: _bytes(FORMATS[form](audit)) for form, name in FILE_NAMES.items() if form in ("html", "json")}
        members |= {_REDACTED: path.read_bytes(), MANIFEST: (case / MANIFEST).read_bytes()}
    if (case / SIGNATURE).is_file():
        members[SIGNATURE] = (case / SIGNATURE).read_bytes()
    members[_LEFT_OUT] = _written(_left_out(said, redaction))
    members[_CONTENTS] = _written(_contents(members))
    if key:
        members[_SIGNED] = signature_of(key, members[_CONTENTS])
    _write(out, members)
    return audit, redaction


def _left_out(manifest: Mapping[str, Any], redaction: Redaction) -> dict[str, Any]:
    return {
        "why": "These files of the case hold what was recorded and planted as it was; they are known by their digests.",
        "files": manifest["files"],
        "redaction": {
            "exchanges": redaction.exchanges,
            "places_replaced": redaction.places,
            "unreadable_pieces_replaced": redaction.pieces,
            "bodies_dropped": redaction.bodies,
            "exchanges_emptied": redaction.emptied,
            "connections_left_out": redaction.left_out,
        },
    }


def _contents(members: Mapping[str, bytes]) -> dict[str, Any]:
    files = {name: {"sha256": _digest(data), "bytes": len(data)} for name, data in sorted(members.items())}
    return {"schema": SCHEMA, "made_with": f"mhaudit {__version__}", "files": files}


def _write(out: Path, members: Mapping[str, bytes]) -> None:
    """Write to a temporary file beside the target and rename it, so that no reader sees half an archive."""
    with NamedTemporaryFile("wb", dir=out.parent, prefix=".mhaudit-", delete=False) as file:
        own = Path(file.name)
        try:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, data in sorted(members.items()):
                    archive.writestr(_member(name), data)
            own.chmod(0o644)
            own.replace(out)
        except BaseException:
            own.unlink(missing_ok=True)
            raise


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _SAME_DAY)
    member.external_attr = 0o644 << 16
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def verify_bundle(path: Path, key: Ed25519PublicKey | None) -> tuple[list[str], str, bool]:
    """Return the deviations from the bundle's manifest, a summary where there are none, and whether it is signed.

    Raise CaseChanged where the file is not a bundle, and CaseUnusable where it can't be opened.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = dict(_members(archive))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise CaseChanged(
            f"{path}: not a bundle: {error}. Give a file that mhaudit bundle wrote, or a case folder."
        ) from error
    except OSError as error:
        raise CaseUnusable(f"{path}: {error.strerror or error}.") from error
    listed = _listed(path, members.get(_CONTENTS))
    faults = list(_faults(listed, members))
    signed = _SIGNED in members
    if key and not (signed and is_signature(key, members[_SIGNED], members[_CONTENTS])):
        own = SIGNATURE in members and is_signature(key, members[SIGNATURE], members[MANIFEST])
        beside = " (that of the case inside is)" if own else ""
        faults.append(f"The bundle is not signed by this key{beside}.")
    return faults, f"As bundled: {len(listed)} files.", signed


def _members(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Yield the members. Raise ValueError for a duplicate name, too many members, or one that is too large."""
    seen: set[str] = set()
    for member in archive.infolist():
        if member.filename in seen or len(seen) >= _MOST or member.file_size > _LARGEST:
            raise ValueError(f"{member.filename!r} is a duplicate, too large, or beyond the allowed number")
        seen.add(member.filename)
        with archive.open(member) as file:
            yield member.filename, file.read(_LARGEST)


def _listed(path: Path, content: bytes | None) -> Mapping[str, Any]:
    try:
        said = json.loads(content or b"")
    except (ValueError, RecursionError) as error:
        raise CaseChanged(f"{path}: {_CONTENTS} is missing, or not JSON.") from error
    listed = said.get("files") if isinstance(said, dict) and said.get("schema") == SCHEMA else None
    if not isinstance(listed, dict):
        raise CaseChanged(f"{path}: {_CONTENTS} is not of the schema {SCHEMA}.")
    return listed


def _faults(listed: Mapping[str, Any], members: Mapping[str, bytes]) -> Iterator[str]:
    for name in sorted({*listed, *members} - {_CONTENTS, _SIGNED}):
        if name not in members:
            yield f"{name} is missing."
        elif name not in listed:
            yield f"{name} was added."
        elif listed[name] != {"sha256": _digest(members[name]), "bytes": len(members[name])}:
            yield f"{name} was changed."


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def _written(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, indent=2).encode() + b"\n"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
