"""The files of policy folders, checked as a whole and turned into the types that the engine uses."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.model.knowledge import Policies, Service
from mhaudit.policy import build, build_crisis, build_data, build_sdk, references
from mhaudit.policy.folder import KINDS, Folder
from mhaudit.policy.layer import CheckedLayer, parse_layer
from mhaudit.policy.lists import load_lists
from mhaudit.policy.source import Source

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
Merged = Mapping[str, Mapping[str, Source]]


def check_layers(found: Sequence[Folder]) -> list[CheckedLayer]:
    """Every file, right by itself and beside the others. Raises InvalidFiles with every fault."""
    faults: list[Fault] = []
    layers = [parse_layer(folder, faults) for folder in found]
    if not faults:  # a file that is left out for its own faults would make names lead nowhere
        faults.extend(references.faults(_merge(layers)))
    if faults:
        raise InvalidFiles(faults)
    return layers


def assemble(layers: Sequence[CheckedLayer], *, lists: bool = True) -> Policies:
    """Checked layers as one, above the bulk lists."""
    spoke = {
        id(source): layer.folder.name for layer in layers for sources in layer.sources.values() for source in sources
    }
    built = {
        kind: {name: _BUILDERS[kind](source.data, spoke[id(source)]) for name, source in sorted(sources.items())}
        for kind, sources in _merge(layers).items()
    }
    facts = tuple(layer.folder.layer for layer in layers)
    policies = Policies(
        organisations=built["organisation"],
        services=_one_owner(built["service"], [fact.name for fact in facts]),
        kinds=built["data"],
        instruments=built["instrument"],
        rules=built["rule"],
        regulations=built["regulation"],
        packs=built["pack"],
        sdks=built["sdk"],
        crisis_lines=built["crisis-lines"],
        layers=facts,
        digest=_digest([f"{fact.name} {fact.digest}" for fact in facts]),
    )
    return _below(policies) if lists else policies


def _merge(layers: Sequence[CheckedLayer]) -> Merged:
    merged: dict[str, dict[str, Source]] = {kind: {} for kind in KINDS.values()}
    for layer in layers:
        for kind, sources in layer.sources.items():
            merged[kind].update((source.data["id"], source) for source in sources)
    return merged


def _below(policies: Policies) -> Policies:
    """The policies with the bulk lists below them, which speak only where nothing else does."""
    more = load_lists(policies.services, policies.organisations)
    return replace(
        policies,
        services={**policies.services, **more.services},
        organisations={**policies.organisations, **more.organisations},
        layers=(*policies.layers, *more.layers),
        digest=_digest([policies.digest, *(layer.digest for layer in more.layers)]),
    )


def _digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode(errors="surrogateescape")).hexdigest()


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
