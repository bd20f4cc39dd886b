"""Fields that an SDK's own documentation or code gives a meaning: declared, where a name alone makes it likely."""

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
_LONGEST_HOST = 253  # characters of a name (RFC 1035, 2.3.4)
_SHORTEST_DIGEST = 32  # characters


class _Field:
    """A field at one of its places. Patterns are compiled when something has its name: most fields are not there."""

    def __init__(self, at: str, field: SdkField, sdk: Sdk) -> None:
        self.at = at
        self.field = field
        self.sdk = sdk

    @cached_property
    def place(self) -> re.Pattern[str]:
        """Where it stands."""
        return compile_place(self.at)

    @cached_property
    def value(self) -> re.Pattern[str] | None:
        """What it looks like, where it can have other values."""
        return re.compile(self.field.value) if self.field.value else None

    def fits(self, place: str, value: Scalar) -> bool:
        """Whether it is the field at this place, with a value that the field can have."""
        if not self.place.fullmatch(place):
            return False
        return self.value is None or self.value.fullmatch(str(value)[:_LONGEST_VALUE]) is not None


class MatchedRequest:
    """One kind of request. Its patterns are compiled when something is sent to its host: most SDKs are not there.

    `doubt` says why it may be another one, where the host is not known to be the SDK's.
    """

    def __init__(self, sdk: Sdk, request: SdkRequest, path: str, doubt: Reason | None = None) -> None:
        self.sdk = sdk
        self.request = request
        self.path = path
        self.doubt = doubt

    @cached_property
    def sends_to(self) -> re.Pattern[str]:
        """The addresses behind the host."""
        return re.compile(self.path)

    @cached_property
    def by_name(self) -> dict[str, list[_Field]]:
        """Fields by the key that a leaf at their place has: the last name, or the number where there is none."""
        table: dict[str, list[_Field]] = {}
        for field in self.request.fields:
            for at in field.at:
                table.setdefault(_name(at), []).append(_Field(at, field, self.sdk))
        return table

    @cached_property
    def numbered(self) -> bool:
        """Whether a field is known by its number alone: in a list, or in a message of protobuf."""
        return any(name.isdigit() for name in self.by_name)


class Sdks:
    """Looks at an exchange only where an SDK is known to send to its host and path."""

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
        """The kinds of SDK request that an exchange may be, by its host, and by what else it looks like."""
        host = exchange.host if len(exchange.host) <= _LONGEST_HOST else ""
        found = list(self.exact.get(host, ()))
        while host:
            found += self.suffix.get(host, ())
            host = host.partition(".")[2]
        found = [request for request in found if request.sends_to.search(exchange.path)]
        return found + [request for likeness in alike for request in self._alike(likeness)]

    def _alike(self, likeness: Likeness) -> list[MatchedRequest]:
        """The requests of a service on somebody's own host, whatever path they are put under there."""
        if likeness not in self.alike:
            self.alike[likeness] = [
                MatchedRequest(sdk, request, "", likeness.reason)
                for sdk in self.of_service.get(likeness.service, ())
                for request in sdk.requests
            ]
        return self.alike[likeness]

    def observe(self, document: Document, requests: Iterable[MatchedRequest]) -> Iterator[Hit]:
        """What the fields of a document mean to the SDK that sent it."""
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
    """The hits without digests that fields of several kinds have alike: one hash can't be all of them."""
    kinds: dict[Scalar, set[str]] = {}
    for hit in hits:
        if hit.category.startswith("identity.") and isinstance(hit.value, str) and len(hit.value) >= _SHORTEST_DIGEST:
            kinds.setdefault(hit.value.lower(), set()).add(hit.category)
    for hit in hits:
        if not isinstance(hit.value, str) or len(kinds.get(hit.value.lower(), ())) < 2:
            yield hit


def _keyed(document: Document, requests: Iterable[MatchedRequest]) -> Iterator[Leaf]:
    """Leaves under the keys that fields are looked up by: names, and numbers only where a request has such fields."""
    yield from document.named
    if any(request.numbered for request in requests):
        for trail, _, value in document.leaves:
            if type(trail[2]) is int:
                yield trail, str(trail[2]), value


def _said(leaf: Leaf, fields: Iterable[_Field], doubt: Reason | None) -> Iterator[Hit]:
    """What one value means by the fields that its name may be."""
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
    """The documented settings that a request makes, with the sentence that says what each means."""
    wanted = [(compile_place(at), setting) for setting in service.settings for at in setting.at]
    for document in documents:
        for trail, _, value in document.leaves if document.sent else ():
            given = str(value).lower()
            for place, setting in wanted:
                means = next((value.means for value in setting.values if value.is_.lower() == given), "")
                if means and place.fullmatch(where := written(trail)):
                    yield Flag(name=where, set_to=given, means=means, source=setting.source)
