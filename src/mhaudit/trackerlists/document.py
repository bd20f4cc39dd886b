"""Typed access to external JSON: a value of an unexpected type is a fault with its place."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn

import orjson
from msgspec import Struct

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.policy.yaml_text import dotted
from mhaudit.trackerlists.entity import Entity

_MOST_FAULTS = 50


class Node(Struct, frozen=True):
    """One value of a JSON document and its path. Every method raises InvalidFiles for a value of another type."""

    file: str
    value: Any
    path: tuple[str | int, ...] = ()

    def refuse(self, what: str) -> NoReturn:
        """Raise InvalidFiles for this place."""
        shown = tuple(step if isinstance(step, int) else _short(step) for step in self.path)
        raise InvalidFiles([Fault(self.file, 0, dotted(shown), what)])

    def fields(self) -> "Iterator[tuple[str, Node]]":
        """Return the fields of an object."""
        if not isinstance(self.value, dict):
            self.refuse("must be an object")
        return ((name, Node(self.file, value, (*self.path, name))) for name, value in self.value.items())

    def items(self) -> "Iterator[Node]":
        """Return the items of a list."""
        if not isinstance(self.value, list):
            self.refuse("must be a list")
        return (Node(self.file, value, (*self.path, number)) for number, value in enumerate(self.value))

    def get(self, name: str) -> "Node | None":
        """Return a field of an object, or None if it is missing or null."""
        if not isinstance(self.value, dict):
            self.refuse("must be an object")
        value = self.value.get(name)
        return None if value is None else Node(self.file, value, (*self.path, name))

    def need(self, name: str) -> "Node":
        """Return a required field of an object."""
        found = self.get(name)
        return found if found is not None else self.refuse(f"the field {name!r} is missing")

    def text(self) -> str:
        """Return a text."""
        return self.value if isinstance(self.value, str) else self.refuse("must be text")

    def texts(self) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(item.text() for item in self.items())

    def text_of(self, name: str) -> str:
        """Return the text of a field, "" if it is missing or null."""
        found = self.get(name)
        return found.text() if found else ""

    def texts_of(self, name: str) -> tuple[str, ...]:
        """Return the texts of a field, none if it is missing or null."""
        found = self.get(name)
        return found.texts() if found else ()


def document(raw: bytes, file: str) -> Node:
    """Parse a JSON file. Raise InvalidFiles if it is invalid."""
    try:
        return Node(file, orjson.loads(raw.removeprefix(b"\xef\xbb\xbf")))
    except orjson.JSONDecodeError as error:
        raise InvalidFiles([Fault(file, error.lineno, "", f"is not JSON: {error.msg}")]) from error


def each(entries: Iterable[Node], convert: Callable[[Node], Entity | None]) -> Iterator[Entity]:
    """Yield the entities of all entries. The faults of all entries are raised together."""
    faults: list[Fault] = []
    for entry in entries:
        try:
            found = convert(entry)
        except InvalidFiles as error:
            faults.extend(error.faults)
        else:
            if found is not None:
                yield found
        if len(faults) >= _MOST_FAULTS:
            break
    if faults:
        raise InvalidFiles(faults)


def _short(step: str) -> str:
    """Return a printable key of bounded length: a hostile document may have any key."""
    return "".join(letter if letter.isprintable() else "?" for letter in step[:60])
