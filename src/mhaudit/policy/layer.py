"""One folder of policies as checked plain data, from the cache where its digest is known."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import PurePosixPath

from msgspec import Struct

from mhaudit.errors import Fault
from mhaudit.policy.contents import own_checks
from mhaudit.policy.folder import Folder, built_in
from mhaudit.policy.schema import check, validators
from mhaudit.policy.source import Source
from mhaudit.policy.yaml_text import parse

Sources = Mapping[str, tuple[Source, ...]]


class CheckedLayer(Struct, frozen=True):
    """The files of a folder by kind. Each is right by itself; whether what it names exists is not yet known."""

    folder: Folder
    sources: Sources


def parse_layer(folder: Folder, faults: list[Fault]) -> CheckedLayer:
    """Read and check every file of a folder; what is wrong is added to the faults, and such files are left out."""
    schemas = validators(built_in() / "schema")
    by_kind: dict[str, list[Source]] = {}
    with _without_collecting():
        for kind, relative, content in folder.files:
            source = parse(content, str(folder.path / relative), faults)
            if source is None:
                continue
            found = [*check(source, schemas[kind])]
            found = found or [*own_checks(kind, source, PurePosixPath(relative).stem)]
            faults.extend(found)
            if not found:
                by_kind.setdefault(kind, []).append(source)
    faults.extend(_twice(by_kind.get("service", [])))
    return CheckedLayer(folder, {kind: tuple(sources) for kind, sources in by_kind.items()})


@contextmanager
def _without_collecting() -> Iterator[None]:
    """A thousand files make much and throw little away: to look for garbage all the while takes a tenth of the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _twice(services: list[Source]) -> Iterator[Fault]:
    """Hosts that two services of one layer list: then nobody could say who answers there."""
    owners: dict[str, Source] = {}
    for source in services:
        for number, host in enumerate(source.data["hosts"]):
            first = owners.setdefault(host["host"], source)
            if first is not source or any(host["host"] == other["host"] for other in source.data["hosts"][:number]):
                what = f"{host['host']} is listed by the service {first.data['id']!r} already"
                yield source.fault(("hosts", number, "host"), what)
