"""YAML bytes → plain data. Only what JSON can say is allowed: no aliases, no tags, no infinities."""

import math
from collections.abc import Callable

from yaml.error import YAMLError
from yaml.nodes import MappingNode, Node, ScalarNode

from mhaudit.errors import Fault
from mhaudit.policy.source import Source, dotted
from mhaudit.policy.yaml_nodes import TAG, broken, compose

_LARGEST = 1_000_000  # bytes: the largest shipped file has a fiftieth of it
_DEEPEST = 40


def parse(raw: bytes, file: str, faults: list[Fault]) -> Source | None:
    """The content of a file, or None with its faults added. `file` is how the file is named in faults."""
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
        what = "is empty" if root is None else "must hold fields with values, such as `id: …`"
        faults.append(Fault(file, 1, "", what))
        return None
    builder = _Builder(file)
    data = builder.build(root, ())
    faults.extend(builder.faults)
    return None if builder.faults else Source(file, data, root)


class _Builder:
    """Turns nodes into data and gathers what is not allowed."""

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
                self._refuse(key, (*path, key.value), "stands here a second time")
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
    "timestamp": str,  # days stay text: JSON has no type for them
    "int": _integer,
    "float": lambda text: float(text.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan")),
    "bool": lambda text: text.lower() == "true",
    "null": lambda text: None,
}
