"""The examples in policy files: requests that a file must match, and requests that it must not match."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct

from mhaudit.errors import Fault
from mhaudit.policy.assemble import CheckedLayer
from mhaudit.policy.yaml_text import Source

Kind = Literal["service", "data", "sdk", "rule"]
_KINDS: tuple[Kind, ...] = ("service", "data", "sdk", "rule")


class Example(Struct, frozen=True):
    """One request in a file of some kind, and whether the file must match it."""

    kind: Kind
    id: str
    request: Mapping[str, Any]
    matches: bool
    source: Source
    path: tuple[str | int, ...]

    def fault(self, what: str) -> Fault:
        """Return a fault of the example, with its line."""
        return self.source.fault(self.path, what)


def examples(layers: Sequence[CheckedLayer]) -> Iterator[Example]:
    """Yield all examples of the layers."""
    for layer in layers:
        for kind in _KINDS:
            for source in layer.sources.get(kind, ()):
                yield from _of(kind, source)


def _of(kind: Kind, source: Source) -> Iterator[Example]:
    for side in ("match", "pass"):
        for number, request in enumerate(source.data.get("examples", {}).get(side, ())):
            path = ("examples", side, number)
            yield Example(kind, source.data["id"], request, side == "match", source, path)
