"""YAML bytes → plain data. Only what JSON can say is allowed: no aliases, no tags, no infinities."""

import math
import warnings
from collections.abc import Callable

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from mhaudit.errors import Fault
from mhaudit.policy.quick_yaml import quick_yaml
from mhaudit.policy.source import Source, dotted

_LARGEST = 1_000_000  # bytes: the largest shipped file has a fiftieth of it
_DEEPEST = 40
_TAG = "tag:yaml.org,2002:"


def parse(raw: bytes, file: str, faults: list[Fault]) -> Source | None:
    """The content of a file, or None with its faults added. `file` is how the file is named in faults."""
    if len(raw) > _LARGEST:
        faults.append(Fault(file, 0, "", f"is larger than {_LARGEST:,} bytes, which no policy file needs"))
        return None
    try:
        root = _compose(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        faults.append(Fault(file, raw.count(b"\n", 0, error.start) + 1, "", "is not UTF-8 text"))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        faults.append(Fault(file, mark.line + 1 if mark else 0, "", f"is not YAML: {_in_one_line(error.problem)}"))
    except YAMLError as error:
        faults.append(Fault(file, 0, "", f"is not YAML: {_in_one_line(str(error))}"))
    except RecursionError:
        faults.append(Fault(file, 0, "", "is nested too deeply"))
    except (ValueError, AttributeError, IndexError, KeyError, AssertionError):  # the parser's own slips on odd input
        faults.append(Fault(file, 0, "", "is not YAML that can be read"))
    else:
        return _source(root, file, faults)
    return None


def _compose(text: str) -> Node | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        root: Node | None = quick_yaml().compose(text)
    return root


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
        if str(node.tag) not in (_TAG + "map", _TAG + "seq"):
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
        kind = str(node.tag).removeprefix(_TAG)
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


def _in_one_line(text: str | None) -> str:
    return " ".join((text or "it can't be read").split())[:200]
