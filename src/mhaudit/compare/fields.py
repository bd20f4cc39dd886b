"""The fields of a recording: every value that an app sent, by host, request and place."""

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import NamedTuple

from msgspec import Struct, field

from mhaudit.decode.limits import Limits
from mhaudit.decode.text_decoders import DecodingCache
from mhaudit.decode.walk import Walk
from mhaudit.model.audit import Sighting
from mhaudit.model.capture import Exchange
from mhaudit.model.place import Leaf, Scalar, Trail, Wanted, general_place, part, place, steps
from mhaudit.model.times import timestamp

_NUMBERED = re.compile(r"[0-9]+|[0-9a-fA-F-]{16,}")  # a path segment that is an id
_MOST_VALUES = 64  # of one field in one recording: a field with more is noise
_MOST_FIELDS = 200_000
_MOST_PLACES = 5
_LONGEST = 200  # characters; longer values are compared by digest
LENGTH, BODY = "length", "body"


class Key(NamedTuple):
    """The destination and place of a value: equal in two recordings of the same use."""

    host: str
    request: str
    place: str
    name: str


class Field(Struct):
    """The distinct values of one key, each with its first occurrence, and the place of the first one."""

    scheme: str
    trail: Trail
    values: dict[str, Scalar] = field(default_factory=dict)
    at: list[Sighting] = field(default_factory=list)
    count: int = 0
    noisy: bool = False


class Fields(dict[Key, Field]):
    """All fields of a recording. `full` is whether there were more than are kept."""

    full = False


def sent_fields(exchanges: Iterable[Exchange], limits: Limits) -> Fields:
    """Return all fields that were sent in some exchanges."""
    found, decodings, wanted = Fields(), DecodingCache(), Wanted(lambda _: True)
    for exchange in exchanges:
        request = f"{exchange.method} {_template(exchange.path)}"
        for leaf in _sent(Walk(exchange, limits, decodings, wanted)):
            _add(found, exchange, request, leaf)
    return found


def _sent(walk: Walk) -> Iterator[Leaf]:
    for document in walk.documents():
        if document.sent:
            yield from document.leaves


def _add(found: Fields, exchange: Exchange, request: str, leaf: Leaf) -> None:
    trail, name, value = leaf
    if trail[1] == "text":  # readable text inside bytes that are compared as a whole
        return
    where = general_place(trail)
    readings = [(where, _written(value), value)]
    if isinstance(value, bytes):
        readings.append((f"{where} > {LENGTH}", str(len(value)), len(value)))
    for at, written, shown in readings:
        key = Key(exchange.host, request, at, name)
        known = found.get(key)
        if known is None:
            if len(found) >= _MOST_FIELDS:
                found.full = True
                return
            known = found[key] = Field(exchange.scheme, trail)
        _count(known, exchange, trail, written, shown)


def _count(known: Field, exchange: Exchange, trail: Trail, written: str, shown: Scalar) -> None:
    known.count += 1
    if written not in known.values:
        known.noisy |= len(known.values) >= _MOST_VALUES
        if not known.noisy:
            known.values[written] = shown
    if len(known.at) < _MOST_PLACES:
        known.at.append(
            Sighting(
                capture=exchange.capture,
                exchange=exchange.number,
                at=timestamp(exchange.started),
                part=part(trail),
                place=place(trail),
            )
        )


def _written(value: Scalar) -> str:
    """Return a value in the form that is compared: long texts and bytes as a digest."""
    if isinstance(value, str) and len(value) <= _LONGEST:
        return f"s{value}"
    if isinstance(value, str | bytes):
        data = value if isinstance(value, bytes) else value.encode(errors="replace")
        return f"d{blake2b(data, digest_size=16).hexdigest()}"
    return f"v{value!r}"


def _template(path: str) -> str:
    """Return a path without its query, with `*` for its ids."""
    return "/".join("*" if _NUMBERED.fullmatch(segment) else segment for segment in path.partition("?")[0].split("/"))


def around(trail: Trail) -> Iterator[str]:
    """Yield the general places around a place, innermost first."""
    outer: Trail | None = trail
    for _ in steps(trail):
        outer = outer[0] if outer else None
        if outer is not None:
            yield general_place(outer)
