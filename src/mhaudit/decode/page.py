"""The content of many small units on one page, so that detectors see one document instead of thirty."""

from functools import cached_property
from typing import Any, NamedTuple

from mhaudit.decode.events import event_name
from mhaudit.decode.pairs import SPECIAL, bytes_of_numbers, bytes_of_object, named_values, passed_on
from mhaudit.decode.structure import json_leaves
from mhaudit.decode.text_decoders import is_plain
from mhaudit.model.place import Document, Leaf, Scalar, Trail, Wanted

_BETWEEN = "\x1f"  # occurs in no searched value, so nothing matches across two leaves
_MANY = (dict, list)
_LARGE = 10**14  # a number of fifteen digits or more may be a hash
SHORTEST = 6  # no planted value is shorter, nor JSON with a field
_FEWEST_NUMBERS = 8
_MOST_KEPT = 20_000  # leaves


class Marks(NamedTuple):
    """The size of a page at one moment: named, odd and opaque leaves, texts, and leaves of all kinds."""

    named: int
    odd: int
    opaque: int
    texts: int
    leaves: int


class Page:
    """The readings of one round in one direction.

    Of JSON only the leaves of interest are built: those of a wanted name, and odd ones. `wanted` is None if no name
    matters.
    """

    def __init__(self, wanted: Wanted | None, *, sent: bool) -> None:
        self.wanted = wanted
        self.sent = sent
        self.texts: list[str] = []
        self.named: list[Leaf] = []
        self.odd: list[Leaf] = []
        self.opaque: list[Leaf] = []
        self.plain: list[Leaf] = []
        self.trees: list[tuple[Trail, Any]] = []
        self.count = 0
        self.leaves: list[Leaf] | None = None  # all of them, from the first request on
        self.events: dict[int, tuple[Trail, tuple[Any, str] | None]] = {}

    def add(self, leaves: list[Leaf], text: str = "") -> None:
        """Add leaves, and a text with all their names and values if there is one."""
        wanted = self.wanted
        for leaf in leaves:
            _, name, value = leaf
            if wanted is not None and wanted[name]:
                self.named.append(leaf)
            if type(value) is bytes or (type(value) is str and len(value) >= SHORTEST and not is_plain(value)):
                self.odd.append(leaf)
        self.plain += leaves
        self.count += len(leaves)
        self.texts.append(text or _written_out(leaves))

    def add_opaque(self, leaves: list[Leaf]) -> None:
        """Add the rest of undecodable bytes: it is searched, and not decoded further."""
        self.opaque += leaves
        self.count += len(leaves)
        self.texts += [value for _, _, value in leaves if isinstance(value, str)]

    def add_json(self, root: Trail, value: Any, text: str) -> None:
        """Add a parsed JSON value. `text` is its source if that has no escapes, else ""."""
        if type(value) not in _MANY:  # a document of one scalar
            self.add([(root, "", value)])
            return
        self.trees.append((root, value))
        if not text:
            text = _written_out(json_leaves(root, value))
        self.texts.append(text)
        self._scan(root, value)

    def _scan(self, root: Trail, value: Any) -> None:
        """Scan a JSON value once; build only leaves of interest. An audit spends most of its time here."""
        wanted, codec = self.wanted, root[1]
        named, odd = self.named, self.odd
        stack: list[tuple[Trail, str, Any]] = [(root, "", value)]
        while stack:
            trail, outer, value = stack.pop()
            self.count += len(value)
            if type(value) is list:
                self._scan_list(trail, codec, outer, value, stack)
                continue
            special = not SPECIAL.isdisjoint(value)
            if special and wanted is not None:
                for key, name, item in named_values(outer, value):
                    if wanted[name]:
                        self._add_named(((trail, codec, key), name, item), value)
            if "0" in value and (data := bytes_of_object(value)):
                odd.append(((trail, "numbers", None), outer, data))
            for key, item in value.items():
                kind = type(item)
                if kind is dict or kind is list:
                    stack.append(((trail, codec, key), passed_on(outer, value, key) if special else key, item))
                    continue
                if wanted is not None and wanted[key]:
                    named.append(((trail, codec, key), key, item))
                if kind is str:
                    if len(item) >= SHORTEST and not is_plain(item):
                        odd.append(((trail, codec, key), key, item))
                elif kind is int and not -_LARGE < item < _LARGE:
                    odd.append(((trail, codec, key), key, item))

    def _add_named(self, leaf: Leaf, value: dict[str, Any]) -> None:
        """Add a value with another name than its key; a composed value is added as a text, too."""
        self.named.append(leaf)
        (_, _, key), _, item = leaf
        if item != value.get(str(key)):
            self.plain.append(leaf)
            self.texts.append(str(item))

    def _scan_list(
        self, trail: Trail, codec: str, name: str, value: list[Any], stack: list[tuple[Trail, str, Any]]
    ) -> None:
        """Scan the items of a list like `_scan`; their name is that of the list."""
        wanted = self.wanted
        if len(value) >= _FEWEST_NUMBERS and type(value[0]) is int and (data := bytes_of_numbers(value)):
            self.odd.append(((trail, "numbers", None), name, data))
        if wanted is not None:
            if wanted[name]:
                self.named += [
                    ((trail, codec, n), name, item) for n, item in enumerate(value) if type(item) not in _MANY
                ]
            elif len(value) == 2 and type(value[0]) is str and type(value[1]) not in _MANY and wanted[value[0]]:
                self.named.append(((trail, codec, 1), value[0], value[1]))  # ["mood", 3]
        for index, item in enumerate(value):
            kind = type(item)
            if kind is dict or kind is list:
                stack.append(((trail, codec, index), name, item))
            elif kind is str:
                if len(item) >= SHORTEST and not is_plain(item):
                    self.odd.append(((trail, codec, index), name, item))
            elif kind is int and not -_LARGE < item < _LARGE:
                self.odd.append(((trail, codec, index), name, item))

    def marks(self) -> Marks:
        """Return the current size of the page."""
        return Marks(len(self.named), len(self.odd), len(self.opaque), len(self.texts), self.count)

    def every(self) -> list[Leaf]:
        """Return all leaves; those of JSON are built at first use, and kept unless there are many."""
        if self.leaves is not None:
            return self.leaves
        found = [*self.plain, *(leaf for root, value in self.trees for leaf in json_leaves(root, value)), *self.opaque]
        if self.count <= _MOST_KEPT:
            self.leaves = found
        return found

    @cached_property
    def roots(self) -> dict[int, Any]:
        """Return the parsed JSON values by the id() of their places."""
        return {id(root): value for root, value in self.trees}

    @cached_property
    def beside(self) -> dict[tuple[Trail | None, str], dict[str, Scalar]]:
        """Return the leaves of each form, query or header list, by their common place."""
        found: dict[tuple[Trail | None, str], dict[str, Scalar]] = {}
        for (outer, codec, _), name, value in self.plain:
            found.setdefault((outer, codec), {}).setdefault(name, value)
        return found

    def event(self, trail: Trail) -> str:
        """Return the name of the event around a value: that of the innermost object that names one."""
        outer = trail[0]
        if known := self.events.get(id(outer)):  # that of another value of the same object
            found = known[1]
        else:
            found = self._within(outer) if outer is not None else None
        return event_name(self.beside.get(trail[:2], {})) if found is None else found[1]

    def _within(self, trail: Trail) -> tuple[Any, str] | None:
        """Return the JSON value at a place, and the event that its content belongs to; None outside of JSON.

        Places are compared by identity: the leaves of one object share theirs.
        """
        known = self.events.get(id(trail))
        if known is not None:
            return known[1]
        found: tuple[Any, str] | None = None
        if id(trail) in self.roots:
            found = self._named(self.roots[id(trail)], "")
        elif trail[0] is not None and (around := self._within(trail[0])) is not None:
            value, event = around
            try:
                found = self._named(value[trail[2]], event)
            except (KeyError, IndexError, TypeError):
                found = None, event
        self.events[id(trail)] = trail, found  # keeps the place alive, so that its id() stays unique
        return found

    @staticmethod
    def _named(value: Any, event: str) -> tuple[Any, str]:
        return value, (event_name(value) or event) if type(value) is dict else event

    def document(self) -> Document:
        """Return the page as a document for the detectors."""
        return Document(
            self.sent, _BETWEEN.join(self.texts), self.named, self.odd + self.opaque, self.every, self.event
        )


def _written_out(leaves: list[Leaf]) -> str:
    """Return names and values as one text; bytes are omitted, because they are looked up separately."""
    return _BETWEEN.join([f"{name}={_text(value)}" for _, name, value in leaves])


def _text(value: Scalar) -> str:
    try:
        return str(value)
    except ValueError:  # a number with more digits than Python converts
        return ""
