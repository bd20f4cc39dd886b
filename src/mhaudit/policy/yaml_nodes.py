"""YAML text → nodes that know their lines. libyaml reads all policy files in a fifth of a second, Python in five.

What plain scalars mean is that of YAML 1.2: `yes` and `12:30` are texts, as they are for whoever wrote them.
"""

import re

from yaml._yaml import CParser
from yaml.error import MarkedYAMLError, YAMLError
from yaml.nodes import Node
from yaml.reader import ReaderError
from yaml.resolver import BaseResolver

TAG = "tag:yaml.org,2002:"
_WITH_A_NUMBER = [*"-+0123456789"]


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
    """The tree of one document, or None where there is none. Raises yaml.error.YAMLError."""
    root: Node | None = _Reader(text).get_single_node()
    return root


def broken(text: str, error: YAMLError) -> tuple[int, str]:
    """The line where a text ceases to be YAML (0 where nobody knows), and what is wrong there."""
    if isinstance(error, ReaderError):
        line = text.encode().count(b"\n", 0, error.position) + 1
        return line, f"the character U+{error.character:04X} is not allowed"
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return 0, " ".join(str(error).split()) or "it can't be read"
    problem, mark = error.problem or "it can't be read", error.problem_mark
    if mark.index < len(text):
        return mark.line + 1, f"{problem}, at {text[mark.index]!r}"
    begun = error.context_mark or mark  # what is still open is told where it was opened
    return begun.line + 1, problem if "end of stream" in problem else f"{problem} before the file ends"
