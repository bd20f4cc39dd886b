"""One folder of policies as checked plain data, from the cache where its digest is known."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from mhaudit.errors import Fault
from mhaudit.model.names import normalise_name
from mhaudit.policy import patterns
from mhaudit.policy.folder import Folder, built_in
from mhaudit.policy.schema import check, validators
from mhaudit.policy.source import Source
from mhaudit.policy.yaml_text import parse

Sources = Mapping[str, tuple[Source, ...]]


@dataclass(frozen=True, slots=True)
class CheckedLayer:
    """The files of a folder by kind. Each is right by itself; whether what it names exists is not yet known."""

    folder: Folder
    sources: Sources


def parse_layer(folder: Folder, faults: list[Fault]) -> CheckedLayer:
    """Read and check every file of a folder; what is wrong is added to the faults, and such files are left out."""
    schemas = validators(built_in() / "schema")
    by_kind: dict[str, list[Source]] = {}
    for kind, relative, content in folder.files:
        source = parse(content, str(folder.path / relative), faults)
        if source is None:
            continue
        found = [*check(source, schemas[kind])]
        found = found or [*_own_checks(kind, source, PurePosixPath(relative).stem)]
        faults.extend(found)
        if not found:
            by_kind.setdefault(kind, []).append(source)
    faults.extend(_twice(by_kind.get("service", [])))
    return CheckedLayer(folder, {kind: tuple(sources) for kind, sources in by_kind.items()})


def _own_checks(kind: str, source: Source, stem: str) -> Iterator[Fault]:
    """What a schema can't say about one file."""
    if source.data["id"] != stem:
        yield source.fault(("id",), f"is {source.data['id']!r}, but the file is called {stem!r}")
    if kind == "data":
        yield from _data_checks(source)
    elif kind == "instrument":
        yield from _pattern(source, ("alias",), source.data["alias"])


def _data_checks(source: Source) -> Iterator[Fault]:
    data = source.data
    for field in ("events", "not_events"):
        for number, pattern in enumerate(data.get(field, ())):
            yield from _pattern(source, (field, number), pattern)
    for number, rule in enumerate(data.get("fields", ())):
        yield from _keys(source, number, rule["keys"])
        for position, value in enumerate(rule["values"]):
            path = ("fields", number, "values", position)
            if "pattern" in value:
                yield from _pattern(source, (*path, "pattern"), value["pattern"])
            if value["type"] == "words" and "words" not in data:
                yield source.fault((*path, "type"), "is `words`, but the file has no list of words")
            for low, high in value.get("ranges", ()):
                if low > high:
                    yield source.fault((*path, "ranges"), f"a range begins at {low} and ends below it, at {high}")


def _keys(source: Source, number: int, keys: Mapping[str, Any]) -> Iterator[Fault]:
    for language, names in keys.items():
        for position, name in enumerate(names):
            if (wanted := normalise_name(name)) != name:
                what = (
                    f"key names are written normalised: {wanted!r}" if wanted else "is not a name of letters or digits"
                )
                yield source.fault(("fields", number, "keys", language, position), what)


def _pattern(source: Source, path: tuple[str | int, ...], pattern: str) -> Iterator[Fault]:
    if complaint := patterns.complaint(pattern):
        yield source.fault(path, f"the pattern {complaint}")


def _twice(services: list[Source]) -> Iterator[Fault]:
    """Hosts that two services of one layer list: then nobody could say who answers there."""
    owners: dict[str, Source] = {}
    for source in services:
        for number, host in enumerate(source.data["hosts"]):
            first = owners.setdefault(host["host"], source)
            if first is not source or any(host["host"] == other["host"] for other in source.data["hosts"][:number]):
                what = f"{host['host']} is listed by the service {first.data['id']!r} already"
                yield source.fault(("hosts", number, "host"), what)
