"""Policies as they were built, kept as JSON, so that an audit starts at once. A cache file is only ever a shortcut.

Its name says what it was made from: the layers by their digests, the schemas, the code that reads them, the version.
Inside stands the digest of what follows. A file that does not fit, or holds anything of another type than the policies
have, is left aside as if it were not there; one that can't be written is not missed.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import msgspec
import platformdirs
from msgspec.structs import replace

from mhaudit import __version__, model
from mhaudit.model.knowledge import Layer, Policies, Rule
from mhaudit.policy.folder import built_in, content
from mhaudit.policy.plain import condition

_FORMAT = b"mhaudit-policies-2"


def folder() -> Path:
    """Where cache files go: the user's cache folder, or MHAUDIT_CACHE_DIR."""
    override = os.environ.get("MHAUDIT_CACHE_DIR")
    return Path(override) if override else platformdirs.user_cache_path("mhaudit")


def get(layers: tuple[Layer, ...]) -> Policies | None:
    """The policies of just these layers as they were built before, or None."""
    try:
        head, payload = _file(layers).read_bytes().split(b"\n", 1)
        if head != _head(payload):
            return None
        found = _decoder().decode(payload)
        if found.layers != layers:
            return None
        return replace(found, rules={name: _rule(rule) for name, rule in found.rules.items()})
    except (OSError, ValueError, TypeError, RecursionError, msgspec.MsgspecError):
        return None


def put(policies: Policies) -> None:
    """Keep what was checked and found right."""
    file = _file(policies.layers)
    with suppress(OSError, UnicodeEncodeError):  # a layer's folder may have a name that is no text
        payload = msgspec.json.encode(policies)
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=".policies-")
        with os.fdopen(handle, "wb") as stream:
            stream.write(_head(payload) + b"\n" + payload)
        Path(temporary).replace(file)


@cache
def _decoder() -> msgspec.json.Decoder[Policies]:
    return msgspec.json.Decoder(Policies)


def _rule(rule: Rule) -> Rule:
    """With its conditions, whose shape no type can say, checked and made as they are built."""
    cases = tuple(replace(case, when=condition(case.when)) for case in rule.cases)
    return replace(rule, when=condition(rule.when), cases=cases)


def _head(payload: bytes) -> bytes:
    return _FORMAT + b" " + hashlib.sha256(payload).hexdigest().encode()


def _file(layers: tuple[Layer, ...]) -> Path:
    key = hashlib.sha256(_FORMAT + __version__.encode() + makers())
    for layer in layers:
        key.update(f"{layer.name!r} {layer.files} {layer.digest}\n".encode(errors="surrogateescape"))
    return folder() / f"policies-{key.hexdigest()[:32]}.json"


@cache
def makers() -> bytes:
    """The digest of the schemas and of the code that policies are read and built with: in a checkout it may change."""
    digest = hashlib.sha256()
    for file in made_with():
        digest.update(content(file))
    return digest.digest()


def made_with() -> Iterator[str]:
    for place in (built_in() / "schema", Path(__file__).parent, *map(Path, model.__path__)):
        yield from sorted(f"{place}/{entry.name}" for entry in os.scandir(place) if entry.is_file())
