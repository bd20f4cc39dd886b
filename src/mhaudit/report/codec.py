"""The audit as plain JSON data and back, led by the types of the dataclasses alone.

A field's JSON name is its own, unless its metadata says otherwise (`from_` is written as `from`). Tuples are arrays,
absent things are null. Nothing is guessed: data of another shape is a fault with its path. A field with a default was
added later; an older audit need not have it.
"""

from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, Union, cast, get_args, get_origin, get_type_hints

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


def json_name(item: "Field[Any]") -> str:
    """The key under which a field is written."""
    return cast("str", item.metadata.get("name", item.name))


def plain(value: object) -> object:
    """A dataclass, or what stands in one, as JSON data."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return dict(sorted(value.items()))
    if is_dataclass(value):
        return {member.key: plain(getattr(value, member.own)) for member in _members(cast("type", type(value)))}
    return value


class _Member(NamedTuple):
    """A field: its JSON name, its attribute, its type, and whether older audits may lack it."""

    key: str
    own: str
    kind: Any
    later: bool


@cache
def _members(kind: type) -> tuple[_Member, ...]:
    hints = get_type_hints(kind)
    return tuple(
        _Member(json_name(item), item.name, hints[item.name], item.default is not MISSING) for item in fields(kind)
    )


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
        if is_dataclass(kind):
            return self._object(cast("type", kind), data, path)
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

    def _object(self, kind: type, data: object, path: str) -> object:
        if not isinstance(data, dict):
            self.fault(path, "an object is needed here")
            return None
        members = _members(kind)
        for key in data.keys() - {member.key for member in members}:
            self.fault(_below(path, key), "no field of this name is known here")
        values = dict(self._values(members, data, path))
        return kind(**values) if all(member.own in values or member.later for member in members) else None

    def _values(self, members: tuple[_Member, ...], data: dict[str, object], path: str) -> Iterator[tuple[str, object]]:
        for key, own, kind, later in members:
            if key in data:
                yield own, self.read(kind, data[key], _below(path, key))
            elif not later:
                self.fault(_below(path, key), "is missing")


def _below(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
