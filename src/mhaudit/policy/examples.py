"""The examples that stand in policy files: traffic that a file must match, and traffic that it must let pass."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.policy import cache
from mhaudit.policy.folder import built_in, read
from mhaudit.policy.layer import parse_layer
from mhaudit.policy.source import Source
from mhaudit.policy.yaml_text import parse

Kind = Literal["service", "data", "sdk", "rule"]
_KINDS: tuple[Kind, ...] = ("service", "data", "sdk", "rule")


class Example(Struct, frozen=True):
    """One request as it stands in a file of some kind, and whether the file must match it."""

    kind: Kind
    id: str
    request: Mapping[str, Any]
    matches: bool
    source: Source
    path: tuple[str | int, ...]

    def fault(self, what: str) -> Fault:
        """What is wrong with the example, with its line. A file that came from the cache is read again for it."""
        source = self.source if self.source.root else _with_lines(self.source)
        return source.fault(self.path, what)


def examples(folders: Sequence[Path] = ()) -> Iterator[Example]:
    """All examples of the shipped policies and of the user's. Raises InvalidFiles where a file is not right."""
    for path in (built_in(), *folders):
        folder = read(path, path.name)
        faults: list[Fault] = []
        layer = cache.get(folder) or parse_layer(folder, faults)
        if faults:
            raise InvalidFiles(faults)
        for kind in _KINDS:
            for source in layer.sources.get(kind, ()):
                yield from _of(kind, source)


def _of(kind: Kind, source: Source) -> Iterator[Example]:
    for side in ("match", "pass"):
        for number, request in enumerate(source.data.get("examples", {}).get(side, ())):
            path = ("examples", side, number)
            yield Example(kind, source.data["id"], request, side == "match", source, path)


def _with_lines(source: Source) -> Source:
    ignored: list[Fault] = []
    return parse(Path(source.file).read_bytes(), source.file, ignored) or source
