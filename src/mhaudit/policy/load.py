"""Loading of policy folders: the shipped one first, then the user's. Of two files with one id the later counts."""

from collections.abc import Sequence
from pathlib import Path

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.model.knowledge import Policies
from mhaudit.policy import cache
from mhaudit.policy.folder import Folder, built_in, read, updated_folder
from mhaudit.policy.lists import list_layers

BUILT_IN = "mhaudit"


def load(folders: Sequence[Path] = (), *, lists: bool = True) -> Policies:
    """Load the shipped policies with the user's folders on top, above the bulk lists unless `lists` is false.

    Raise InvalidFiles with every fault of every file. Policies built from the same files come from the cache; if
    anything about the cache is wrong, the files are read.
    """
    found = read_folders(folders)
    known = cache.get((*(folder.layer for folder in found), *(list_layers() if lists else ())))
    if known is None:
        from mhaudit.policy.assemble import assemble, check_layers

        known = assemble(check_layers(found), lists=lists)
        cache.put(known)
    return known


def base_folder() -> Path:
    """Return the folder below all others: newer policies that the user installed, or the shipped ones."""
    updated = updated_folder()
    return updated if (updated / "services").is_dir() else built_in()


def read_folders(folders: Sequence[Path] = ()) -> list[Folder]:
    """Read the shipped folder and the user's. Raise InvalidFiles with all that can't be read."""
    faults: list[Fault] = []
    found: list[Folder] = []
    for path, name in [(base_folder(), BUILT_IN), *((folder, folder.resolve().name) for folder in folders)]:
        try:
            found.append(read(path, name))
        except InvalidFiles as error:
            faults.extend(error.faults)
    if faults:
        raise InvalidFiles(faults)
    return found
