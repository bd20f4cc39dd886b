"""The audit as plain JSON data and back, led by the types of the model alone.

A field's JSON name is its own, unless the model names another (`from_` is written as `from`). Absent things are null. A
field with a default was added later; an older audit need not have it.
"""

from typing import Any, cast

import msgspec

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.model.audit import Audit


def to_json(audit: Audit) -> dict[str, Any]:
    """Return the audit as JSON data, the keys in the order of the fields."""
    return cast("dict[str, Any]", plain(audit))


def from_json(data: object, name: str = "audit.json") -> Audit:
    """Return the audit in data that its schema has passed. Raises InvalidFiles where a type differs even so."""
    try:
        return msgspec.convert(data, Audit)
    except msgspec.ValidationError as error:
        what, _, path = str(error).partition(" - at `$")
        raise InvalidFiles([Fault(name, 0, path.strip("`").removeprefix("."), what)]) from error


def plain(value: object) -> object:
    """Return a part of the model, or a value in one, as JSON data; counts are sorted by their names."""
    return _with_arrays(msgspec.to_builtins(value, order="deterministic"))


def _with_arrays(value: object) -> object:
    if isinstance(value, dict):
        return {key: _with_arrays(item) for key, item in value.items()}
    return [_with_arrays(item) for item in value] if isinstance(value, tuple) else value
