"""Fields with a meaning given by an SDK's documentation or code: `declared`, not `likely` as by name alone."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from mhaudit.detect.hit import Hit
from mhaudit.detect.nothing import is_hash_of_nothing
from mhaudit.detect.self_hosted import Likeness
from mhaudit.detect.shapes import zeroed
from mhaudit.model.audit import Flag
from mhaudit.model.capture import Exchange
from mhaudit.model.knowledge import Policies, Sdk, SdkEndpoint, SdkField, SdkRequest, Service
from mhaudit.model.place import Document, Leaf, Scalar, Trail, compile_place
from mhaudit.model.place import place as written
from mhaudit.model.reasons import Reason, because

_STEP = " > "
_LONGEST_VALUE = 512
_LONGEST_HOST = 253  # characters of a host name (RFC 1035, 2.3.4)
_SHORTEST_DIGEST = 32  # characters


class _Field:
    """A field at one of its places. Patterns are compiled when a leaf has its name: most fields never occur."""

    def __init__(self, at: str, field: SdkField, sdk: Sdk) -> None:
        self.at = at
        self.field = field
        self.sdk = sdk

    @cached_property
    def place(self) -> re.Pattern[str]:
        """Return the pattern of the field's place."""
        return compile_place(self.at)

    @cached_property
    def value(self) -> re.Pattern[str] | None:
        """Return the pattern of the field's values, None if any value fits."""
        return re.compile(self.field.value) if self.field.value else None

    def fits(self, place: str, value: Scalar) -> bool:
        """Return whether a leaf is the field: at this place, with an allowed value."""
        if not self.place.fullmatch(place):
            return False
        return self.value is None or self.value.fullmatch(str(value)[:_LONGEST_VALUE]) is not None


class MatchedRequest:
    """One kind of SDK request. Its patterns are compiled at the first request to its host: most SDKs never occur.

    `doubt` is the reason why the request may be another one, if the host is not known to be the SDK's.
    """

    def __init__(self, sdk: Sdk, request: SdkRequest, path: str, doubt: Reason | None = None) -> None:
        self.sdk = sdk
        self.request = request
        self.path = path
        self.doubt = doubt

    @cached_property
    def sends_to(self) -> re.Pattern[str]:
        """Return the pattern of the request's path."""
        return re.compile(self.path)

    @cached_property
    def by_name(self) -> dict[str, list[_Field]]:
        """Return the fields by the last key of their places: a name, or a number."""
        table: dict[str, list[_Field]] = {}
        for field in self.request.fields:
            for at in field.at:
                table.setdefault(_name(at), []).append(_Field(at, field, self.sdk))
        return table

    @cached_property
    def numbered(self) -> bool:
        """Return whether a field is identified by a number: in a list or a protobuf message."""
        return any(name.isdigit() for name in self.by_name)


class Sdks:
    """The known SDK requests, looked up by host and path."""

    def __init__(self, policies: Policies) -> None:
        self.exact: dict[str, list[MatchedRequest]] = {}
        self.suffix: dict[str, list[MatchedRequest]] = {}
        self.alike: dict[Likeness, list[MatchedRequest]] = {}
        self.of_service: dict[str, list[Sdk]] = {}
        names: set[str] = set()
        for sdk in policies.sdks.values():
            self.of_service.setdefault(sdk.service, []).append(sdk)
            for request in sdk.requests:
                names.update(_name(at) for field in request.fields for at in field.at)
                for endpoint in request.endpoints:
                    self._hosts(endpoint).append(MatchedRequest(sdk, request, endpoint.path))
        self.names = frozenset(names)

    def _hosts(self, endpoint: SdkEndpoint) -> list[MatchedRequest]:
        return (self.exact if endpoint.match == "exact" else self.suffix).setdefault(endpoint.host, [])

    def requests(self, exchange: Exchange, alike: Iterable[Likeness] = ()) -> list[MatchedRequest]:
        """Return the SDK requests that an exchange may be, by its host and path and by `alike`."""
        host = exchange.host if len(exchange.host) <= _LONGEST_HOST else ""
        found = list(self.exact.get(host, ()))
        while host:
            found += self.suffix.get(host, ())
            host = host.partition(".")[2]
        found = [request for request in found if request.sends_to.search(exchange.path)]
        return found + [request for likeness in alike for request in self._alike(likeness)]

    def _alike(self, likeness: Likeness) -> list[MatchedRequest]:
        """Return the requests of a service on a self-hosted server, under any path."""
        if likeness not in self.alike:
            self.alike[likeness] = [
                MatchedRequest(sdk, request, "", likeness.reason)
                for sdk in self.of_service.get(likeness.service, ())
                for request in sdk.requests
            ]
        return self.alike[likeness]

    def observe(self, document: Document, requests: Iterable[MatchedRequest]) -> Iterator[Hit]:
        """Yield the meanings of a document's fields according to the SDK that sent it."""
        requests = list(requests)
        found = (
            hit
            for leaf in _keyed(document, requests)
            for known in requests
            if (fields := known.by_name.get(leaf[1]))
            for hit in _said(leaf, fields, known.doubt)
        )
        return _of_one_kind(list(found))


def _of_one_kind(hits: list[Hit]) -> Iterator[Hit]:
    """Yield the hits except digests that occur as several kinds: one hash can't be of all of them."""
    kinds: dict[Scalar, set[str]] = {}
    for hit in hits:
        if hit.category.startswith("identity.") and isinstance(hit.value, str) and len(hit.value) >= _SHORTEST_DIGEST:
            kinds.setdefault(hit.value.lower(), set()).add(hit.category)
    for hit in hits:
        if not isinstance(hit.value, str) or len(kinds.get(hit.value.lower(), ())) < 2:
            yield hit


def _keyed(document: Document, requests: Iterable[MatchedRequest]) -> Iterator[Leaf]:
    """Yield the leaves under looked-up keys: names, and numbers only if a request has numbered fields."""
    yield from document.named
    if any(request.numbered for request in requests):
        for trail, _, value in document.leaves:
            if type(trail[2]) is int:
                yield trail, str(trail[2]), value


def _said(leaf: Leaf, fields: Iterable[_Field], doubt: Reason | None) -> Iterator[Hit]:
    """Yield the meanings of a leaf by the fields of its name."""
    trail, _, value = leaf
    if value in (None, "", b"") or zeroed(value) or is_hash_of_nothing(value):
        return
    at = written(trail)
    for known in fields:
        if known.fits(at, value):
            yield _hit(known.field, known.sdk, trail, value, doubt)


def _hit(field: SdkField, sdk: Sdk, trail: Trail, value: Scalar, doubt: Reason | None) -> Hit:
    why = because("sdk-field", sdk=sdk.name, why=field.because)
    if doubt:
        why = because("sdk-field-likely", sdk=sdk.name, why=field.because, first=doubt)
    if field.stated and not doubt:
        return Hit(
            field.category, "sdk", "declared", field.form, why, trail, value, part=field.part, source=field.source
        )
    return Hit(field.category, "field", "likely", field.form, why, trail, value, part=field.part, source=field.source)


def _name(at: str) -> str:
    last = at.rpartition(_STEP)[2]
    codec, _, path = last.partition(":")
    keys = [key for key in path.split("/") if key not in ("", "*")] if path.startswith("/") else [path]
    return (keys[-1] if keys else codec).replace("~1", "/").replace("~0", "~")


def settings_of(service: Service, documents: Iterable[Document]) -> Iterator[Flag]:
    """Yield the documented settings in a request, each with the sentence on its meaning."""
    wanted = [(compile_place(at), setting) for setting in service.settings for at in setting.at]
    for document in documents:
        for trail, _, value in document.leaves if document.sent else ():
            given = str(value).lower()
            for place, setting in wanted:
                means = next((value.means for value in setting.values if value.is_.lower() == given), "")
                if means and place.fullmatch(where := written(trail)):
                    yield Flag(name=where, set_to=given, means=means, source=setting.source)
