"""What many small units hold, gathered so that the detectors look at one document and not at thirty."""

from functools import cached_property
from typing import Any, NamedTuple

from mhaudit.decode.events import event_name
from mhaudit.decode.pairs import SPECIAL, bytes_of_numbers, bytes_of_object, named_values, passed_on
from mhaudit.decode.structure import json_leaves
from mhaudit.decode.text_decoders import is_plain
from mhaudit.model.place import Document, Leaf, Scalar, Trail, Wanted

_BETWEEN = "\x1f"  # stands in no value that is looked for, so nothing is found across two leaves
_MANY = (dict, list)
_LARGE = 10**14  # of fifteen digits on, a number may be a hash
SHORTEST = 6  # no planted value is shorter, and no JSON with a field in it
_FEWEST_NUMBERS = 8


class Marks(NamedTuple):
    """How much a page holds at one moment: named, odd and opaque leaves, texts, and leaves of all kinds."""

    named: int
    odd: int
    opaque: int
    texts: int
    leaves: int


class Page:
    """One round's readings in one direction.

    Of JSON only the leaves that somebody wants to see are made: those of a wanted name, and odd ones. `wanted` None
    says that no name matters.
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
        self.events: dict[int, tuple[Trail, tuple[Any, str] | None]] = {}

    def add(self, leaves: list[Leaf], text: str = "") -> None:
        """Leaves, and a text that holds all of their names and values where there is one."""
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
        """What is left of bytes that nothing could read: it is searched, and not looked into again."""
        self.opaque += leaves
        self.count += len(leaves)
        self.texts += [value for _, _, value in leaves if isinstance(value, str)]

    def add_json(self, root: Trail, value: Any, text: str) -> None:
        """A parsed JSON value. `text` is its source where that writes every character as itself, else ""."""
        if type(value) not in _MANY:  # a document of one scalar
            self.add([(root, "", value)])
            return
        self.trees.append((root, value))
        if not text:
            text = _written_out(json_leaves(root, value))
        self.texts.append(text)
        self._scan(root, value)

    def _scan(self, root: Trail, value: Any) -> None:
        """Goes over a JSON value once; makes a leaf only where it matters. This is where an audit spends its time."""
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
        """Take in a value that goes by another name than its key; one that was put together is a text of its own."""
        self.named.append(leaf)
        (_, _, key), _, item = leaf
        if item != value.get(str(key)):
            self.plain.append(leaf)
            self.texts.append(str(item))

    def _scan_list(
        self, trail: Trail, codec: str, name: str, value: list[Any], stack: list[tuple[Trail, str, Any]]
    ) -> None:
        """The same for the items of a list; they go by the list's own name."""
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
        """Return how much the page holds so far."""
        return Marks(len(self.named), len(self.odd), len(self.opaque), len(self.texts), self.count)

    def every(self) -> list[Leaf]:
        """All leaves, those of JSON made now."""
        return [*self.plain, *(leaf for root, value in self.trees for leaf in json_leaves(root, value)), *self.opaque]

    @cached_property
    def roots(self) -> dict[int, Any]:
        """The parsed JSON values by the identity of their places."""
        return {id(root): value for root, value in self.trees}

    @cached_property
    def beside(self) -> dict[tuple[Trail | None, str], dict[str, Scalar]]:
        """The other leaves of one form, query or list of headers, by what they are in."""
        found: dict[tuple[Trail | None, str], dict[str, Scalar]] = {}
        for (outer, codec, _), name, value in self.plain:
            found.setdefault((outer, codec), {}).setdefault(name, value)
        return found

    def event(self, trail: Trail) -> str:
        """Return the name of the event that a value belongs to: of the innermost object around it that names one."""
        outer = trail[0]
        found = self._within(outer) if outer is not None else None
        return event_name(self.beside.get(trail[:2], {})) if found is None else found[1]

    def _within(self, trail: Trail) -> tuple[Any, str] | None:
        """Return the JSON value at a place, and the event that what is in it belongs to; None outside of JSON.

        Places are told apart as the objects that they are: the leaves of one object share theirs.
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
        self.events[id(trail)] = trail, found  # which keeps the place alive, and its identity its own
        return found

    @staticmethod
    def _named(value: Any, event: str) -> tuple[Any, str]:
        return value, (event_name(value) or event) if type(value) is dict else event

    def document(self) -> Document:
        """The page as the detectors take it."""
        return Document(
            self.sent, _BETWEEN.join(self.texts), self.named, self.odd + self.opaque, self.every, self.event
        )


def _written_out(leaves: list[Leaf]) -> str:
    """Names and values in one text; bytes are looked up by themselves."""
    return _BETWEEN.join([f"{name}={_text(value)}" for _, name, value in leaves])


def _text(value: Scalar) -> str:
    try:
        return str(value)
    except ValueError:  # a number of more digits than Python writes
        return ""
