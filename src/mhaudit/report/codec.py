"""The audit as plain JSON data and back, led by the types of the model alone.

A field's JSON name is its own, unless the model names another (`from_` is written as `from`). Tuples are arrays,
absent things are null. Nothing is guessed: data of another shape is a fault with its path. A field with a default was
added later; an older audit need not have it.
"""

from collections.abc import Iterator
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin

from msgspec import Struct, to_builtins
from msgspec.structs import FieldInfo, fields

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.model.audit import Audit

NAMES: dict[object, str] = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    NoneType: "null",
}


def to_json(audit: Audit) -> dict[str, Any]:
    """The audit as JSON data; keys stand in the order of the fields."""
    return cast("dict[str, Any]", plain(audit))


def from_json(data: object, name: str = "audit.json") -> Audit:
    """The audit that the data says; raises InvalidFiles with every fault, each at its path in the file `name`."""
    reader = _Reader(name)
    audit = reader.read(Audit, data, "")
    if reader.faults:
        raise InvalidFiles(reader.faults)
    return cast("Audit", audit)


def plain(value: object) -> object:
    """A part of the model, or what stands in one, as JSON data; counts are sorted by their names."""
    return _with_arrays(to_builtins(value, order="deterministic"))


def _with_arrays(value: object) -> object:
    if isinstance(value, dict):
        return {key: _with_arrays(item) for key, item in value.items()}
    return [_with_arrays(item) for item in value] if isinstance(value, tuple) else value


@cache
def _members(kind: type[Struct]) -> tuple[FieldInfo, ...]:
    return fields(kind)


class _Reader:
    """Reads data by type and gathers faults; what is faulty is read as None and never leaves `from_json`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[Fault] = []

    def fault(self, path: str, what: str) -> None:
        self.faults.append(Fault(self.name, 0, path, what))

    def read(self, kind: object, data: object, path: str) -> object:
        origin = get_origin(kind)
        if origin in (Union, UnionType):
            return self._optional(kind, data, path)
        if origin is Literal:
            return self._choice(get_args(kind), data, path)
        if origin is tuple:
            return self._array(get_args(kind)[0], data, path)
        if origin is dict:
            return self._counts(get_args(kind)[1], data, path)
        if isinstance(kind, type) and issubclass(kind, Struct):
            return self._object(kind, data, path)
        if kind is float and type(data) is int:  # JSON knows one kind of number
            return float(data)
        # a bool is an int in Python, and is not one in JSON
        if type(data) is not kind:
            self.fault(path, f"{NAMES[kind]} is needed here")
        return data

    def _optional(self, kind: object, data: object, path: str) -> object:
        if data is None:
            return None
        (inner,) = (arm for arm in get_args(kind) if arm is not NoneType)
        return self.read(inner, data, path)

    def _choice(self, choices: tuple[str, ...], data: object, path: str) -> object:
        if data not in choices:
            self.fault(path, "must be one of " + ", ".join(choices))
        return data

    def _array(self, kind: object, data: object, path: str) -> object:
        if not isinstance(data, list):
            self.fault(path, "an array is needed here")
            return None
        return tuple(self.read(kind, item, f"{path}[{index}]") for index, item in enumerate(data))

    def _counts(self, kind: object, data: object, path: str) -> object:
        if not isinstance(data, dict):
            self.fault(path, "an object is needed here")
            return None
        return {key: self.read(kind, data[key], _below(path, key)) for key in sorted(data)}

    def _object(self, kind: type[Struct], data: object, path: str) -> object:
        if not isinstance(data, dict):
            self.fault(path, "an object is needed here")
            return None
        members = _members(kind)
        for key in data.keys() - {member.encode_name for member in members}:
            self.fault(_below(path, key), "no field of this name is known here")
        values = dict(self._values(members, data, path))
        return kind(**values) if all(member.name in values or not member.required for member in members) else None

    def _values(
        self, members: tuple[FieldInfo, ...], data: dict[str, object], path: str
    ) -> Iterator[tuple[str, object]]:
        for member in members:
            key = member.encode_name
            if key in data:
                yield member.name, self.read(member.type, data[key], _below(path, key))
            elif member.required:
                self.fault(_below(path, key), "is missing")


def _below(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
