"""A persona or an app profile as a file: read, checked against its schema, measured."""

import hashlib
from pathlib import Path

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.policy.folder import built_in
from mhaudit.policy.schema import check, validators
from mhaudit.policy.source import Source


def read(path: Path, kind: str) -> tuple[Source, str]:
    """The checked content of one file and its SHA-256. Raises InvalidFiles with every fault."""
    from mhaudit.policy.yaml_text import parse

    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InvalidFiles([Fault(str(path), 0, "", f"can't be read: {error.strerror or error}")]) from error
    faults: list[Fault] = []
    source = parse(raw, str(path), faults)
    if source is not None:
        faults.extend(check(source, validators(built_in() / "schema")[kind]))
    if faults or source is None:
        raise InvalidFiles(faults)
    return source, hashlib.sha256(raw).hexdigest()
