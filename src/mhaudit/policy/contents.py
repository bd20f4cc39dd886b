"""Checks of one policy file beyond its schema: its id, safe patterns, normalised names."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mhaudit.errors import Fault
from mhaudit.model.names import normalise_name
from mhaudit.model.place import compile_place
from mhaudit.policy import patterns

if TYPE_CHECKING:
    from mhaudit.policy.yaml_text import Source

Path = tuple[str | int, ...]
_RESERVED = (".example", ".test", ".invalid", ".localhost")  # RFC 2606: reserved, without operator


def own_checks(kind: str, source: "Source", stem: str) -> Iterator[Fault]:
    """Yield the faults of one file that a schema can't express."""
    if source.data["id"] != stem:
        yield source.fault(("id",), f"is {source.data['id']!r}, but the file is called {stem!r}")
    if kind == "data":
        yield from _data_checks(source)
    elif kind == "instrument":
        yield from _pattern(source, ("alias",), source.data["alias"])
    elif kind == "service":
        yield from _service_checks(source)
    elif kind == "sdk":
        for number, request in enumerate(source.data["requests"]):
            yield from _request_checks(source, ("requests", number), request)


def _data_checks(source: "Source") -> Iterator[Fault]:
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


def _keys(source: "Source", number: int, keys: Mapping[str, Any]) -> Iterator[Fault]:
    for language, names in keys.items():
        for position, name in enumerate(names):
            if (wanted := normalise_name(name)) != name:
                what = (
                    f"key names are written normalised: {wanted!r}" if wanted else "must be a name of letters or digits"
                )
                yield source.fault(("fields", number, "keys", language, position), what)


def _service_checks(source: "Source") -> Iterator[Fault]:
    yield from _twins(source)
    for number, use in enumerate(source.data.get("uses", ())):
        yield from _pattern(source, ("uses", number, "path"), use["path"])
    for number, signature in enumerate(source.data.get("self_hosted", ())):
        path = ("self_hosted", number)
        yield from _pattern(source, (*path, "path"), signature["path"])
        for position, mark in enumerate(signature["has"]):
            yield from _place_checks(source, (*path, "has", position), mark)


def _twins(source: "Source") -> Iterator[Fault]:
    """Yield faults for `pass` examples with the service's own host plus a prefix or suffix: they test no fact."""
    hosts = [host["host"] for host in source.data.get("hosts", ())]
    for number, example in enumerate(source.data.get("examples", {}).get("pass", ())):
        other = urlsplit(example.get("url", "")).hostname or ""
        made_up = other.endswith(_RESERVED) and other not in hosts
        if made_up and any(host in other and not other.endswith(f".{host}") for host in hosts):
            what = "is this service's own host with a prefix or suffix; use another company's host"
            yield source.fault(("examples", "pass", number), what)


def _request_checks(source: "Source", path: Path, request: Mapping[str, Any]) -> Iterator[Fault]:
    for number, endpoint in enumerate(request["endpoints"]):
        if "path" in endpoint:
            yield from _pattern(source, (*path, "endpoints", number, "path"), endpoint["path"])
    for number, field in enumerate(request["fields"]):
        yield from _place_checks(source, (*path, "fields", number), field)


def _place_checks(source: "Source", path: Path, field: Mapping[str, Any]) -> Iterator[Fault]:
    """Check places, and the pattern for their values."""
    if "value" in field:
        yield from _pattern(source, (*path, "value"), field["value"])
    for position, place in enumerate(field["at"]):
        try:
            compile_place(place)
        except ValueError as error:
            yield source.fault((*path, "at", position), str(error))


def _pattern(source: "Source", path: Path, pattern: str) -> Iterator[Fault]:
    if complaint := patterns.complaint(pattern):
        yield source.fault(path, f"the pattern {complaint}")
