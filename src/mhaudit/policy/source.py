"""One file as plain data that remembers its lines."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mhaudit.errors import Fault

if TYPE_CHECKING:
    from yaml.nodes import Node

Path = Sequence[str | int]


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One parsed file: `data` is its content, `root` the same as nodes that know their lines."""

    file: str
    data: Any
    root: "Node" = field(repr=False)

    def line(self, path: Path = ()) -> int:
        """The line on which the key or item at `path` stands, or the nearest one above it."""
        line, node = 1, self.root
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


def _child(node: "Node", step: str | int) -> "tuple[int, Node] | None":
    """The line and node of a key or an item."""
    from yaml.nodes import MappingNode, SequenceNode

    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == step:
                return key.start_mark.line + 1, value
    elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item.start_mark.line + 1, item
    return None
