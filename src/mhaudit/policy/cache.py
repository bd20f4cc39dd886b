"""Cache of built policies as JSON, for a fast start. The cache is never required.

The name of a cache file is a digest of its inputs: the layers, the schemas, the code that reads them, the version. Its
first line is the digest of the rest. A file that doesn't match, or has a wrong type anywhere, is ignored; one that
can't be written is skipped.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import msgspec

from mhaudit import __version__, model
from mhaudit.model.knowledge import Layer, Policies
from mhaudit.policy.checked_files import cache_folder
from mhaudit.policy.folder import built_in, content

_FORMAT = b"mhaudit-policies-3"


def get(layers: tuple[Layer, ...]) -> Policies | None:
    """Return the built policies of exactly these layers, or None."""
    try:
        head, payload = _file(layers).read_bytes().split(b"\n", 1)
        if head != _head(payload):
            return None
        found = _decoder().decode(payload)
        return found if found.layers == layers else None
    except (OSError, ValueError, RecursionError, msgspec.MsgspecError):
        return None


def put(policies: Policies) -> None:
    """Write policies that passed every check."""
    file = _file(policies.layers)
    with suppress(OSError, UnicodeEncodeError):  # a layer's folder may have a name that is not UTF-8
        payload = msgspec.json.encode(policies)
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=".policies-")
        with os.fdopen(handle, "wb") as stream:
            stream.write(_head(payload) + b"\n" + payload)
        Path(temporary).replace(file)


@cache
def _decoder() -> msgspec.json.Decoder[Policies]:
    return msgspec.json.Decoder(Policies)


def _head(payload: bytes) -> bytes:
    return _FORMAT + b" " + hashlib.sha256(payload).hexdigest().encode()


def _file(layers: tuple[Layer, ...]) -> Path:
    key = hashlib.sha256(_FORMAT + __version__.encode() + makers())
    for layer in layers:
        key.update(f"{layer.name!r} {layer.files} {layer.digest}\n".encode(errors="surrogateescape"))
    return cache_folder() / f"policies-{key.hexdigest()[:32]}.json"


@cache
def makers() -> bytes:
    """Return the digest of the schemas and of the code that builds policies, because a checkout may change."""
    digest = hashlib.sha256()
    for file in made_with():
        digest.update(content(file))
    return digest.digest()


def made_with() -> Iterator[str]:
    """Yield the files that determine the result: schemas, this package, the model."""
    for place in (built_in() / "schema", Path(__file__).parent, *map(Path, model.__path__)):
        yield from sorted(f"{place}/{entry.name}" for entry in os.scandir(place) if entry.is_file())
