"""Fields that an SDK's own documentation or code gives a meaning: declared, where a name alone makes it likely."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mhaudit.detect.hit import Hit
from mhaudit.detect.shapes import zeroed
from mhaudit.model.capture import Exchange
from mhaudit.model.knowledge import Policies, Sdk, SdkEndpoint, SdkField, SdkRequest
from mhaudit.model.place import Document, Scalar, Trail, general_place

_STEP = " > "
_ANY_STEPS = "**"


class _Field(NamedTuple):
    place: re.Pattern[str]
    value: re.Pattern[str] | None
    field: SdkField
    sdk: Sdk


class _Request(NamedTuple):
    path: re.Pattern[str]
    by_name: dict[str, list[_Field]]


class Sdks:
    """Looks at an exchange only where an SDK is known to send to its host and path."""

    def __init__(self, policies: Policies) -> None:
        self.exact: dict[str, list[_Request]] = {}
        self.suffix: dict[str, list[_Request]] = {}
        for sdk in policies.sdks.values():
            for request in sdk.requests:
                by_name = _by_name(sdk, request)
                for endpoint in request.endpoints:
                    self._hosts(endpoint).append(_Request(re.compile(endpoint.path), by_name))
        self.names = frozenset(
            name for table in (self.exact, self.suffix) for known in table.values() for r in known for name in r.by_name
        )

    def _hosts(self, endpoint: SdkEndpoint) -> list[_Request]:
        return (self.exact if endpoint.match == "exact" else self.suffix).setdefault(endpoint.host, [])

    def requests(self, exchange: Exchange) -> list[_Request]:
        """The kinds of SDK request that an exchange may be."""
        host = exchange.host
        found = list(self.exact.get(host, ()))
        while host:
            found += self.suffix.get(host, ())
            host = host.partition(".")[2]
        return [request for request in found if request.path.search(exchange.path)]

    def observe(self, document: Document, requests: Iterable[_Request]) -> Iterator[Hit]:
        """What the fields of a document mean to the SDK that sent it."""
        for trail, name, value in document.named:
            if value in (None, "", b"") or zeroed(value):
                continue
            for known in requests:
                for place, pattern, field, sdk in known.by_name.get(name, ()):
                    if pattern and not pattern.fullmatch(str(value)[:512]):
                        continue
                    if place.fullmatch(general_place(trail)):
                        yield _hit(field, sdk, trail, value)


def _hit(field: SdkField, sdk: Sdk, trail: Trail, value: Scalar) -> Hit:
    why = f"a field of {sdk.name}: {field.because}"
    if field.stated:
        return Hit(field.category, "sdk", "declared", field.form, why, trail, value)
    return Hit(field.category, "field", "likely", field.form, why, trail, value)


def _by_name(sdk: Sdk, request: SdkRequest) -> dict[str, list[_Field]]:
    """Fields by the name that a leaf at their place has: the last key that is no index."""
    table: dict[str, list[_Field]] = {}
    for field in request.fields:
        value = re.compile(field.value) if field.value else None
        for at in field.at:
            table.setdefault(_name(at), []).append(_Field(re.compile(_pattern(at)), value, field, sdk))
    return table


def _name(at: str) -> str:
    last = at.rpartition(_STEP)[2]
    codec, _, path = last.partition(":")
    keys = [key for key in path.split("/") if key not in ("", "*")] if path.startswith("/") else [path]
    return (keys[-1] if keys else codec).replace("~1", "/").replace("~0", "~")


def _pattern(at: str) -> str:
    """A place pattern as a regular expression: `**` is any number of steps, `*` one key or index."""
    parts = at.split(_STEP)
    written = ""
    for number, part in enumerate(parts):
        if part == _ANY_STEPS:
            written += rf"(?:[^>]*?{_STEP})*?" if number < len(parts) - 1 else ".*"
            continue
        step = re.escape(part).replace(r"\*", r"[^/>]+")
        written += step + (_STEP if number < len(parts) - 1 else "")
    return written
