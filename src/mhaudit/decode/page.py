"""What one round of decoding brought to light, in one direction: leaves, and the text to search before any of them."""

from typing import Any

from mhaudit.decode.openings import is_plain
from mhaudit.decode.structure import VALUED, json_leaves, pair_name
from mhaudit.model.place import Document, Leaf, Trail, Wanted

_BETWEEN = "\x1f"  # stands in no value that is looked for, so nothing is found across two leaves
_MANY = (dict, list)
_LARGE = 10**14  # of fifteen digits on, a number may be a hash
SHORTEST = 6  # no planted value is shorter, and no JSON with a field in it


class Page:
    """Collects what many small units hold, so that the detectors look at one document and not at thirty.

    Of JSON only the leaves that somebody wants to see are made: those of a wanted name, and odd ones.
    """

    def __init__(self, wanted: Wanted, *, sent: bool) -> None:
        self.wanted = wanted
        self.sent = sent
        self.texts: list[str] = []
        self.named: list[Leaf] = []
        self.odd: list[Leaf] = []
        self.opaque: list[Leaf] = []
        self.plain: list[Leaf] = []
        self.trees: list[tuple[Trail, Any]] = []
        self.count = 0

    def add(self, leaves: list[Leaf], text: str = "") -> None:
        """Leaves, and a text that holds all of their names and values where there is one."""
        wanted = self.wanted
        for leaf in leaves:
            _, name, value = leaf
            if self.sent and wanted[name]:
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
        wanted, codec, seek = self.wanted, root[1], self.sent
        stack: list[tuple[Trail, str, Any]] = [(root, "", value)]
        while stack:
            trail, name, value = stack.pop()
            self.count += len(value)
            if type(value) is list:
                if seek and wanted[name]:
                    self.named += [
                        ((trail, codec, n), name, item) for n, item in enumerate(value) if type(item) not in _MANY
                    ]
                for index, item in enumerate(value):
                    kind = type(item)
                    if kind is dict or kind is list:
                        stack.append(((trail, codec, index), name, item))
                    elif kind is str:
                        if len(item) >= SHORTEST and not is_plain(item):
                            self.odd.append(((trail, codec, index), name, item))
                    elif kind is int and not -_LARGE < item < _LARGE:
                        self.odd.append(((trail, codec, index), name, item))
                continue
            pair = pair_name(value)
            for key, item in value.items():
                kind = type(item)
                if kind is dict or kind is list:
                    stack.append(((trail, codec, key), key, item))
                    continue
                name = pair if pair and key in VALUED else key
                if seek and wanted[name]:
                    self.named.append(((trail, codec, key), name, item))
                if kind is str:
                    if len(item) >= SHORTEST and not is_plain(item):
                        self.odd.append(((trail, codec, key), name, item))
                elif kind is int and not -_LARGE < item < _LARGE:
                    self.odd.append(((trail, codec, key), name, item))

    def every(self) -> list[Leaf]:
        """All leaves, those of JSON made now."""
        return [*self.plain, *(leaf for root, value in self.trees for leaf in json_leaves(root, value)), *self.opaque]

    def document(self) -> Document:
        """The page as the detectors take it."""
        return Document(self.sent, _BETWEEN.join(self.texts), self.named, self.odd + self.opaque, self.every)


def _written_out(leaves: list[Leaf]) -> str:
    """Names and values in one text; bytes are looked up by themselves."""
    return _BETWEEN.join([f"{name}={value!s}" for _, name, value in leaves])
