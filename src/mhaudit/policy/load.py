"""Policy folders → Policies: the shipped one first, then the user's. Of two files with one id the later counts."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.model.knowledge import Layer, Policies, Service
from mhaudit.policy import build, build_crisis, build_data, build_sdk, cache, references
from mhaudit.policy.folder import KINDS, Folder, built_in, read
from mhaudit.policy.layer import CheckedLayer, parse_layer
from mhaudit.policy.lists import load_lists
from mhaudit.policy.source import Source

BUILT_IN = "mhaudit"
_BUILDERS: Mapping[str, Callable[[Any, str], Any]] = {
    "organisation": build.organisation,
    "service": build.service,
    "data": build_data.kind,
    "instrument": build_data.instrument,
    "rule": build.rule,
    "regulation": build.regulation,
    "pack": build.pack,
    "sdk": build_sdk.sdk,
    "crisis-lines": build_crisis.crisis_lines,
}


def load(folders: Sequence[Path] = (), *, lists: bool = True) -> Policies:
    """The shipped policies with the user's folders on top, and below them the bulk lists unless `lists` is false.

    Raises InvalidFiles with every fault of every file. A cached layer is used where its digest is known; anything odd
    about the cache, or any fault, leads to reading the files themselves, so that faults have their lines.
    """
    found = _read(folders)
    cached = [cache.get(folder) for folder in found]
    try:
        policies = _assemble(found, cached)
    except (TypeError, KeyError, ValueError, AttributeError):  # a cache file whose content has the wrong shape
        policies = _assemble(found, [None] * len(found))
    return _below(policies, lists=lists)


def _read(folders: Sequence[Path]) -> list[Folder]:
    faults: list[Fault] = []
    found: list[Folder] = []
    for path, name in [(built_in(), BUILT_IN), *((folder, folder.resolve().name) for folder in folders)]:
        try:
            found.append(read(path, name))
        except InvalidFiles as error:
            faults.extend(error.faults)
    if faults:
        raise InvalidFiles(faults)
    return found


def _assemble(found: list[Folder], cached: list[CheckedLayer | None]) -> Policies:
    """The layers as one; those that the cache did not hold are read and checked, and kept for the next time."""
    faults: list[Fault] = []
    layers = [known or parse_layer(folder, faults) for folder, known in zip(found, cached, strict=True)]
    merged = _merge(layers)
    if not faults:  # a file that is left out for its own faults would make names lead nowhere
        faults.extend(references.faults(merged))
    blind = {fault.file for fault in faults if not fault.line}
    if any(known and _holds(known, blind) for known in cached):  # what comes from the cache knows no lines
        return _assemble(found, [None if known and _holds(known, blind) else known for known in cached])
    if faults:
        raise InvalidFiles(faults)
    for layer, known in zip(layers, cached, strict=True):
        if known is None:
            cache.put(layer)
    return _policies(layers, merged)


def _holds(layer: CheckedLayer, files: set[str]) -> bool:
    return bool(files) and any(source.file in files for sources in layer.sources.values() for source in sources)


def _merge(layers: list[CheckedLayer]) -> dict[str, dict[str, Source]]:
    merged: dict[str, dict[str, Source]] = {kind: {} for kind in KINDS.values()}
    for layer in layers:
        for kind, sources in layer.sources.items():
            merged[kind].update((source.data["id"], source) for source in sources)
    return merged


def _policies(layers: list[CheckedLayer], merged: Mapping[str, Mapping[str, Source]]) -> Policies:
    spoke = {
        id(source): layer.folder.name for layer in layers for sources in layer.sources.values() for source in sources
    }
    built = {
        kind: {name: _BUILDERS[kind](source.data, spoke[id(source)]) for name, source in sorted(sources.items())}
        for kind, sources in merged.items()
    }
    facts = tuple(
        Layer(name=layer.folder.name, files=len(layer.folder.files), digest=layer.folder.digest) for layer in layers
    )
    return Policies(
        organisations=built["organisation"],
        services=_one_owner(built["service"], [layer.folder.name for layer in layers]),
        kinds=built["data"],
        instruments=built["instrument"],
        rules=built["rule"],
        regulations=built["regulation"],
        packs=built["pack"],
        sdks=built["sdk"],
        crisis_lines=built["crisis-lines"],
        layers=facts,
        digest=hashlib.sha256("\n".join(f"{fact.name} {fact.digest}" for fact in facts).encode()).hexdigest(),
    )


def _below(policies: Policies, *, lists: bool) -> Policies:
    """The policies with the bulk lists below them, which speak only where nothing else does."""
    if not lists:
        return policies
    more = load_lists(policies.services, policies.organisations)
    digests = [policies.digest, *(layer.digest for layer in more.layers)]
    return replace(
        policies,
        services={**policies.services, **more.services},
        organisations={**policies.organisations, **more.organisations},
        layers=(*policies.layers, *more.layers),
        digest=hashlib.sha256("\n".join(digests).encode()).hexdigest(),
    )


def _one_owner(services: dict[str, Service], layers: list[str]) -> dict[str, Service]:
    """Where services of two layers list the same host, it belongs to the one of the later layer."""
    if len(layers) == 1:
        return services
    rank = {name: number for number, name in enumerate(layers)}
    best: dict[str, int] = {}
    for service in services.values():
        for host in service.hosts:
            best[host.host] = max(best.get(host.host, 0), rank[service.layer])
    return {
        name: replace(service, hosts=tuple(host for host in service.hosts if best[host.host] == rank[service.layer]))
        for name, service in services.items()
    }
