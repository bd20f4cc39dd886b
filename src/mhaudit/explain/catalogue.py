"""All policy files as written, with the layer of each, including fields that the engine's types leave out."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from mhaudit.errors import Fault
from mhaudit.model.knowledge import Policies
from mhaudit.policy.folder import KINDS, Folder
from mhaudit.policy.load import load, read_folders
from mhaudit.policy.yaml_text import parse

Data = Mapping[str, Any]


class Catalogue(Struct, frozen=True):
    """Files by kind and id, and the layer that each was read from, by the same keys."""

    policies: Policies
    files: Mapping[str, Mapping[str, Data]]
    layers: Mapping[tuple[str, str], str]

    def name(self, kind: str, id_: str) -> str:
        """Return the name or title of a file, or its id if there is none."""
        data = self.files[kind].get(id_, {})
        return str(data.get("name") or data.get("title") or data.get("label") or id_)


def catalogue(folders: Sequence[Path] = ()) -> Catalogue:
    """Load the shipped files with the user's on top. Raise InvalidFiles with every fault."""
    policies = load(folders)
    files: dict[str, dict[str, Data]] = {kind: {} for kind in KINDS.values()}
    layers: dict[tuple[str, str], str] = {}
    for folder in read_folders(folders):
        for kind, data in _entries(folder):
            files[kind][data["id"]] = data
            layers[kind, data["id"]] = folder.name
    return Catalogue(policies, files, layers)


def _entries(folder: Folder) -> Iterator[tuple[str, Data]]:
    """Yield the contents of a folder's valid files."""
    faults: list[Fault] = []
    for kind, relative, content in folder.files:
        if source := parse(content, relative, faults):
            yield kind, source.data
