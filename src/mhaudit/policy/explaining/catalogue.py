"""All policy files as they are written, with the layer that speaks for each: what the types of the engine leave out."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.model.knowledge import Policies
from mhaudit.policy import cache
from mhaudit.policy.folder import KINDS, built_in, read
from mhaudit.policy.layer import CheckedLayer, parse_layer
from mhaudit.policy.load import BUILT_IN, load

Data = Mapping[str, Any]


class Catalogue(Struct, frozen=True):
    """Files by kind and id, and the layer that each was read from, by the same keys."""

    policies: Policies
    files: Mapping[str, Mapping[str, Data]]
    layers: Mapping[tuple[str, str], str]

    def name(self, kind: str, id_: str) -> str:
        """The name or title of a file, or its id where there is none."""
        data = self.files[kind].get(id_, {})
        return str(data.get("name") or data.get("title") or data.get("label") or id_)


def catalogue(folders: Sequence[Path] = ()) -> Catalogue:
    """The shipped files with the user’s on top. Raises InvalidFiles with every fault."""
    policies = load(folders)
    files: dict[str, dict[str, Data]] = {kind: {} for kind in KINDS.values()}
    layers: dict[tuple[str, str], str] = {}
    for path, name in [(built_in(), BUILT_IN), *((folder, folder.resolve().name) for folder in folders)]:
        for kind, data in _entries(path, name):
            files[kind][data["id"]] = data
            layers[kind, data["id"]] = name
    return Catalogue(policies, files, layers)


def _entries(path: Path, name: str) -> Iterator[tuple[str, Data]]:
    for kind, sources in _layer(path, name).sources.items():
        for source in sources:
            yield kind, source.data


def _layer(path: Path, name: str) -> CheckedLayer:
    folder = read(path, name)
    faults: list[Fault] = []
    layer = cache.get(folder) or parse_layer(folder, faults)
    if faults:
        raise InvalidFiles(faults)
    return layer
