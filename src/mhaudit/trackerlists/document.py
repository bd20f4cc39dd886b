"""JSON of others, read by type: what has another shape than it must have is a fault with its place."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn

import orjson
from msgspec import Struct

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.policy.yaml_text import dotted
from mhaudit.trackerlists.entity import Entity

_MOST_FAULTS = 50


class Node(Struct, frozen=True):
    """One value of a JSON document and its path. Where it is of another type, every method raises InvalidFiles."""

    file: str
    value: Any
    path: tuple[str | int, ...] = ()

    def refuse(self, what: str) -> NoReturn:
        """Raises InvalidFiles for this place."""
        shown = tuple(step if isinstance(step, int) else _short(step) for step in self.path)
        raise InvalidFiles([Fault(self.file, 0, dotted(shown), what)])

    def fields(self) -> "Iterator[tuple[str, Node]]":
        """The fields of an object."""
        if not isinstance(self.value, dict):
            self.refuse("must be an object")
        return ((name, Node(self.file, value, (*self.path, name))) for name, value in self.value.items())

    def items(self) -> "Iterator[Node]":
        """The items of a list."""
        if not isinstance(self.value, list):
            self.refuse("must be a list")
        return (Node(self.file, value, (*self.path, number)) for number, value in enumerate(self.value))

    def get(self, name: str) -> "Node | None":
        """A field of an object, or None where it is missing or null."""
        if not isinstance(self.value, dict):
            self.refuse("must be an object")
        value = self.value.get(name)
        return None if value is None else Node(self.file, value, (*self.path, name))

    def need(self, name: str) -> "Node":
        """A field of an object that must be there."""
        found = self.get(name)
        return found if found is not None else self.refuse(f"the field {name!r} is missing")

    def text(self) -> str:
        """A text."""
        return self.value if isinstance(self.value, str) else self.refuse("must be text")

    def texts(self) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(item.text() for item in self.items())

    def text_of(self, name: str) -> str:
        """The text of a field, "" where it is missing or null."""
        found = self.get(name)
        return found.text() if found else ""

    def texts_of(self, name: str) -> tuple[str, ...]:
        """The texts of a field, none where it is missing or null."""
        found = self.get(name)
        return found.texts() if found else ()


def document(raw: bytes, file: str) -> Node:
    """The whole of a JSON file. Raises InvalidFiles where it is none."""
    try:
        return Node(file, orjson.loads(raw.removeprefix(b"\xef\xbb\xbf")))
    except orjson.JSONDecodeError as error:
        raise InvalidFiles([Fault(file, error.lineno, "", f"is not JSON: {error.msg}")]) from error


def each(entries: Iterable[Node], convert: Callable[[Node], Entity | None]) -> Iterator[Entity]:
    """The entities of all entries. The faults of all entries are raised together."""
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
    """A key of a hostile document may be of any length and hold anything."""
    return "".join(letter if letter.isprintable() else "?" for letter in step[:60])
