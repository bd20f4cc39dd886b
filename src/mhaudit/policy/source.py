"""One file as plain data that remembers its lines."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from yaml.nodes import MappingNode, Node

from mhaudit.errors import Fault

Path = Sequence[str | int]


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One parsed file. `data` is its content; without `root` (from the cache) all lines are 0, for not known."""

    file: str
    data: Any
    root: Node | None = field(default=None, repr=False)

    def line(self, path: Path = ()) -> int:
        """The line on which the key or item at `path` stands, or the nearest one above it."""
        node: Node | None = self.root
        line = 1 if node is not None else 0
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            line, node = found
        return line

    def fault(self, path: Path, what: str) -> Fault:
        """A mistake at `path`, with its line."""
        return Fault(self.file, self.line(path), dotted(path), what)


def dotted(path: Path) -> str:
    """A path as text: `values[3].category`."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def _child(node: Node | None, step: str | int) -> tuple[int, Node] | None:
    """The line and node of a key or an item."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == step:
                return key.start_mark.line + 1, value
    elif isinstance(step, int) and node is not None and step < len(node.value):
        item = node.value[step]
        return item.start_mark.line + 1, item
    return None
