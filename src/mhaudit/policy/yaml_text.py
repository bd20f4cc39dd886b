"""YAML parsed to data with line numbers.

Only what JSON can express is allowed: no aliases, no tags, no infinities. Plain scalars are those of YAML 1.2: `yes`
and `12:30` are texts. libyaml reads all policy files in a fifth of a second, pure Python in five.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from yaml._yaml import CParser
from yaml.error import MarkedYAMLError, YAMLError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.reader import ReaderError
from yaml.resolver import BaseResolver

from mhaudit.errors import Fault

TAG = "tag:yaml.org,2002:"
_LARGEST = 1_000_000  # bytes: the largest shipped file has a fiftieth of it
_DEEPEST = 40
_WITH_A_NUMBER = [*"-+0123456789"]

Path = Sequence[str | int]


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One parsed file: `data` is its content, `root` the same as nodes with line numbers."""

    file: str
    data: Any
    root: Node = field(repr=False)

    def line(self, path: Path = ()) -> int:
        """Return the line of the key or item at `path`, or of the nearest one above it."""
        line, node = 1, self.root
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            line, node = found
        return line

    def fault(self, path: Path, what: str) -> Fault:
        """Return a fault at `path`, with its line."""
        return Fault(self.file, self.line(path), dotted(path), what)


def dotted(path: Path) -> str:
    """Return a path as text: `values[3].category`."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def _child(node: Node, step: str | int) -> tuple[int, Node] | None:
    """Return the line and node of a key or an item."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == step:
                return key.start_mark.line + 1, value
    elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item.start_mark.line + 1, item
    return None


class _Reader(CParser, BaseResolver):
    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        BaseResolver.__init__(self)


for _kind, _pattern, _firsts in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", [*"tTfF"]),
    ("int", r"[-+]?(?:0b[01_]+|0o[0-7_]+|0x[0-9a-fA-F_]+|[0-9_]+)", _WITH_A_NUMBER),
    ("float", r"[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9_]+)(?:[eE][-+]?[0-9]+)?", [*_WITH_A_NUMBER, "."]),
    ("float", r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)", [*"-+."]),
):
    _Reader.add_implicit_resolver(TAG + _kind, re.compile(rf"(?:{_pattern})\Z"), _firsts)


def compose(text: str) -> Node | None:
    """Return the tree of one document, or None for an empty one. Raise yaml.error.YAMLError."""
    root: Node | None = _Reader(text).get_single_node()
    return root


def broken(text: str, error: YAMLError) -> tuple[int, str]:
    """Return the line of a syntax error (0 if unknown), and its description."""
    if isinstance(error, ReaderError):
        line = text.encode().count(b"\n", 0, error.position) + 1
        return line, f"the character U+{error.character:04X} is not allowed"
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return 0, " ".join(str(error).split()) or "it can't be read"
    problem, mark = error.problem or "it can't be read", error.problem_mark
    if mark.index < len(text):
        return mark.line + 1, f"{problem}, at {text[mark.index]!r}"
    begun = error.context_mark or mark  # an unclosed item is reported where it was opened
    return begun.line + 1, problem if "end of stream" in problem else f"{problem} before the file ends"


def parse(raw: bytes, file: str, faults: list[Fault]) -> Source | None:
    """Return the content of a file, or None after adding its faults. `file` is the file's name in faults."""
    if len(raw) > _LARGEST:
        faults.append(Fault(file, 0, "", f"is larger than {_LARGEST:,} bytes, which no policy file needs"))
        return None
    try:
        text = raw.decode("utf-8-sig")
        root = compose(text)
    except UnicodeDecodeError as error:
        faults.append(Fault(file, raw.count(b"\n", 0, error.start) + 1, "", "is not UTF-8 text"))
    except YAMLError as error:
        line, what = broken(text, error)
        faults.append(Fault(file, line, "", f"is not YAML: {what}"))
    else:
        return _source(root, file, faults)
    return None


def _source(root: Node | None, file: str, faults: list[Fault]) -> Source | None:
    if not isinstance(root, MappingNode):
        what = "is empty" if root is None else "must contain fields with values, such as `id: …`"
        faults.append(Fault(file, 1, "", what))
        return None
    builder = _Builder(file)
    data = builder.build(root, ())
    faults.extend(builder.faults)
    return None if builder.faults else Source(file, data, root)


class _Builder:
    """Converter of nodes to data that collects faults."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self.seen: set[int] = set()

    def build(self, node: Node, path: tuple[str | int, ...]) -> object:
        if id(node) in self.seen:
            return self._refuse(node, path, "anchors and aliases are not allowed")
        self.seen.add(id(node))
        if len(path) > _DEEPEST:
            return self._refuse(node, path[:8], "is nested too deeply")
        if isinstance(node, ScalarNode):
            return self._scalar(node, path)
        if str(node.tag) not in (TAG + "map", TAG + "seq"):
            return self._refuse(node, path, f"the tag {node.tag} is not allowed")
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        return [self.build(item, (*path, number)) for number, item in enumerate(node.value)]

    def _mapping(self, node: MappingNode, path: tuple[str | int, ...]) -> dict[str, object]:
        data: dict[str, object] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                self._refuse(key, path, "a field's name must be plain text")
                continue
            if key.value in data:
                self._refuse(key, (*path, key.value), "is a duplicate key")
            data[key.value] = self.build(value, (*path, key.value))
        return data

    def _scalar(self, node: ScalarNode, path: tuple[str | int, ...]) -> object:
        kind = str(node.tag).removeprefix(TAG)
        try:
            value = _SCALARS[kind](node.value)
        except KeyError:
            return self._refuse(node, path, f"the tag {node.tag} is not allowed")
        except ValueError:
            return self._refuse(node, path, "is a number that can't be read; put it in quotes if it is text")
        if isinstance(value, float) and not math.isfinite(value):
            return self._refuse(node, path, "is not a finite number")
        return value

    def _refuse(self, node: Node, path: tuple[str | int, ...], what: str) -> object:
        self.faults.append(Fault(self.file, node.start_mark.line + 1, dotted(path), what))
        return None


def _integer(text: str) -> int:
    digits = text.replace("_", "")
    return int(digits, 0) if digits.lstrip("+-")[:2].lower() in ("0x", "0o", "0b") else int(digits)


_SCALARS: dict[str, Callable[[str], object]] = {
    "str": str,
    "timestamp": str,  # dates stay text: JSON has no type for them
    "int": _integer,
    "float": lambda text: float(text.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan")),
    "bool": lambda text: text.lower() == "true",
    "null": lambda text: None,
}
