"""What one recording holds, field by field: every value that an app sent, by where it went and where it stood."""

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import NamedTuple

from msgspec import Struct, field

from mhaudit.decode.limits import Limits
from mhaudit.decode.text_decoders import Openings
from mhaudit.decode.walk import Walk
from mhaudit.model.audit import Sighting
from mhaudit.model.capture import Exchange
from mhaudit.model.place import Leaf, Scalar, Trail, Wanted, general_place, part, place, steps
from mhaudit.model.times import timestamp

_NUMBERED = re.compile(r"[0-9]+|[0-9a-fA-F-]{16,}")  # a segment of a path that is an id, not a name
_MOST_VALUES = 64  # of one field in one recording: more than that is noise
_MOST_FIELDS = 200_000
_MOST_PLACES = 5
_LONGEST = 200  # characters of a value that are compared as they are
LENGTH, BODY = "length", "body"


class Key(NamedTuple):
    """Where a value went and where it stood: the same in two recordings of the same use."""

    host: str
    request: str
    place: str
    name: str


class Field(Struct):
    """The different values at one key, each with what the first one was there, and where it was seen first."""

    scheme: str
    trail: Trail
    values: dict[str, Scalar] = field(default_factory=dict)
    at: list[Sighting] = field(default_factory=list)
    count: int = 0
    noisy: bool = False


class Fields(dict[Key, Field]):
    """All fields of a recording. `full` says that there were more than are kept."""

    full = False


def sent_fields(exchanges: Iterable[Exchange], limits: Limits) -> Fields:
    """Everything that was sent in some exchanges."""
    found, openings, wanted = Fields(), Openings(), Wanted(lambda _: True)
    for exchange in exchanges:
        request = f"{exchange.method} {_template(exchange.path)}"
        for leaf in _sent(Walk(exchange, limits, openings, wanted)):
            _add(found, exchange, request, leaf)
    return found


def _sent(walk: Walk) -> Iterator[Leaf]:
    for document in walk.documents():
        if document.sent:
            yield from document.leaves


def _add(found: Fields, exchange: Exchange, request: str, leaf: Leaf) -> None:
    trail, name, value = leaf
    if trail[1] == "text":  # what is readable in bytes that are compared as a whole
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
    """A value as it is compared: long ones and bytes by their digest."""
    if isinstance(value, str) and len(value) <= _LONGEST:
        return f"s{value}"
    if isinstance(value, str | bytes):
        data = value if isinstance(value, bytes) else value.encode(errors="replace")
        return f"d{blake2b(data, digest_size=16).hexdigest()}"
    return f"v{value!r}"


def _template(path: str) -> str:
    """A path without its query, and with `*` for its ids."""
    return "/".join("*" if _NUMBERED.fullmatch(segment) else segment for segment in path.partition("?")[0].split("/"))


def around(trail: Trail) -> Iterator[str]:
    """The general places of everything that a place stands inside of, the nearest first."""
    outer: Trail | None = trail
    for _ in steps(trail):
        outer = outer[0] if outer else None
        if outer is not None:
            yield general_place(outer)
