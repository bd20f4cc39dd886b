"""The examples that stand in policy files: traffic that a file must match, and traffic that it must let pass."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.policy.folder import built_in, read
from mhaudit.policy.layer import parse_layer
from mhaudit.policy.source import Source

_KINDS = ("service", "data", "rule")


@dataclass(frozen=True, slots=True)
class Example:
    """One request as it stands in a file of some kind, and whether the file must match it."""

    kind: Literal["service", "data", "rule"]
    id: str
    request: Mapping[str, Any]
    matches: bool
    source: Source
    path: tuple[str | int, ...]

    def fault(self, what: str) -> Fault:
        """What is wrong with the example, with its line."""
        return self.source.fault(self.path, what)


def examples(folders: Sequence[Path] = ()) -> Iterator[Example]:
    """All examples of the shipped policies and of the user's. Raises InvalidFiles where a file is not right."""
    for path in (built_in(), *folders):
        faults: list[Fault] = []
        layer = parse_layer(read(path, path.name), faults)
        if faults:
            raise InvalidFiles(faults)
        for kind in _KINDS:
            for source in layer.sources.get(kind, ()):
                yield from _of(kind, source)


def _of(kind: Any, source: Source) -> Iterator[Example]:
    for side in ("match", "pass"):
        for number, request in enumerate(source.data.get("examples", {}).get(side, ())):
            path = ("examples", side, number)
            yield Example(kind, source.data["id"], request, side == "match", source, path)
