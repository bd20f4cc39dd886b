"""A persona, an app profile or a waiver file: read and checked against its schema."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.policy.checked_files import PassedFiles
from mhaudit.policy.folder import built_in
from mhaudit.policy.schema import check, validators

if TYPE_CHECKING:
    from mhaudit.policy.yaml_text import Source


def read(path: Path, kind: str) -> "tuple[Source, str]":
    """Return the checked content of one file and its SHA-256 in hex. Raise InvalidFiles with every fault."""
    from mhaudit.policy.yaml_text import parse

    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InvalidFiles([Fault(str(path), 0, "", f"can't be read: {error.strerror or error}")]) from error
    faults: list[Fault] = []
    source = parse(raw, str(path), faults)
    validator = validators(built_in() / "schema")[kind]
    passed = PassedFiles()
    if source is not None and not passed.holds(raw, validator.digest):
        faults.extend(check(source, validator))
        if not faults:
            passed.add(raw, validator.digest)
            passed.keep()
    if faults or source is None:
        raise InvalidFiles(faults)
    return source, hashlib.sha256(raw).hexdigest()
