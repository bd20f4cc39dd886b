"""Conversion of the files of policy folders, checked as a whole, to the types of the engine."""

import gc
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from mhaudit.errors import Fault, InvalidFiles
from mhaudit.model.knowledge import Policies, Service
from mhaudit.policy import references
from mhaudit.policy.build import BUILDERS
from mhaudit.policy.checked_files import PassedFiles
from mhaudit.policy.contents import own_checks
from mhaudit.policy.folder import KINDS, Folder, built_in
from mhaudit.policy.lists import load_lists
from mhaudit.policy.schema import check, validators
from mhaudit.policy.yaml_text import Source, parse

Merged = Mapping[str, Mapping[str, Source]]
Sources = Mapping[str, tuple[Source, ...]]


class CheckedLayer(Struct, frozen=True):
    """The files of a folder by kind. Each is valid by itself; references between them are not checked yet."""

    folder: Folder
    sources: Sources


def parse_layer(folder: Folder, faults: list[Fault]) -> CheckedLayer:
    """Read and check every file of a folder; add its faults to `faults` and leave out invalid files."""
    schemas = validators(built_in() / "schema")
    by_kind: dict[str, list[Source]] = {}
    passed = PassedFiles()
    with _without_collecting():
        for kind, relative, content in folder.files:
            source = parse(content, str(folder.path / relative), faults)
            if source is None:
                continue
            found = [] if passed.holds(content, schemas[kind].digest) else [*check(source, schemas[kind])]
            if not found:
                passed.add(content, schemas[kind].digest)
            found = found or [*own_checks(kind, source, PurePosixPath(relative).stem)]
            faults.extend(found)
            if not found:
                by_kind.setdefault(kind, []).append(source)
    passed.keep()
    faults.extend(_twice(by_kind.get("service", [])))
    return CheckedLayer(folder, {kind: tuple(sources) for kind, sources in by_kind.items()})


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Disable garbage collection: loading a thousand files leaves little garbage, and a tenth of the time is saved."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _twice(services: list[Source]) -> Iterator[Fault]:
    """Yield faults for hosts that two services of one layer list, because the operator would be ambiguous."""
    owners: dict[str, Source] = {}
    for source in services:
        for number, host in enumerate(source.data["hosts"]):
            first = owners.setdefault(host["host"], source)
            if first is not source or any(host["host"] == other["host"] for other in source.data["hosts"][:number]):
                what = f"{host['host']} is listed by the service {first.data['id']!r} already"
                yield source.fault(("hosts", number, "host"), what)


def check_layers(found: Sequence[Folder]) -> list[CheckedLayer]:
    """Check every file, by itself and against the others. Raise InvalidFiles with every fault."""
    faults: list[Fault] = []
    layers = [parse_layer(folder, faults) for folder in found]
    if not faults:  # a file left out for its own faults would make references invalid
        faults.extend(references.reference_faults(_merge(layers)))
    if faults:
        raise InvalidFiles(faults)
    return layers


def assemble(layers: Sequence[CheckedLayer], *, lists: bool = True) -> Policies:
    """Merge checked layers, above the bulk lists."""
    spoke = {
        id(source): layer.folder.name for layer in layers for sources in layer.sources.values() for source in sources
    }
    built = {
        kind: {name: BUILDERS[kind](source.data, spoke[id(source)]) for name, source in sorted(sources.items())}
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
        harm=built["harm"],
        layers=facts,
        digest=_digest([f"{fact.name} {fact.digest}" for fact in facts]),
        checked_on=max((day for source in _all(layers) for day in _days(source.data)), default=""),
    )
    return _below(policies) if lists else policies


def _all(layers: Sequence[CheckedLayer]) -> Iterator[Source]:
    return (source for layer in layers for sources in layer.sources.values() for source in sources)


def _days(data: Any) -> Iterator[str]:
    """Yield every `checked_on` of a file, at any depth."""
    if isinstance(data, dict):
        if isinstance(day := data.get("checked_on"), str):
            yield day
        data = [value for value in data.values() if isinstance(value, dict | list)]
    if isinstance(data, list):
        yield from (day for item in data for day in _days(item))


def _merge(layers: Sequence[CheckedLayer]) -> Merged:
    merged: dict[str, dict[str, Source]] = {kind: {} for kind in KINDS.values()}
    for layer in layers:
        for kind, sources in layer.sources.items():
            merged[kind].update((source.data["id"], source) for source in sources)
    return merged


def _below(policies: Policies) -> Policies:
    """Add the bulk lists below the policies; they apply only to hosts in no policy."""
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
    """Assign a host that services of two layers list to the service of the later layer."""
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
