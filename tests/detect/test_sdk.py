"""Fields whose meaning an SDK states, at their place and on their hosts only."""

from typing import Any

import pytest
from msgspec.structs import replace

from mhaudit.detect.sdk import Sdks
from mhaudit.detect.self_hosted import Likeness
from mhaudit.model.capture import Exchange
from mhaudit.model.knowledge import Sdk, SdkEndpoint, SdkField, SdkRequest
from mhaudit.model.place import Document, Leaf, Trail
from mhaudit.model.reasons import because, english
from tests.rules.knowledge import policies

BODY: Trail = (None, "body", None)
JSON: Trail = (BODY, "json", None)
FIELD = SdkField(
    at=("body > ** > json:/batch/*/traits/em", "query:ud[em]"),
    category="identity.email",
    because="its docs say so",
    source="https://docs.example/fields",
)
REQUEST = SdkRequest(endpoints=(SdkEndpoint(host="sdk.example", match="suffix", path="^/v1/"),), fields=(FIELD,))


def sdks(request: SdkRequest = REQUEST) -> Sdks:
    return Sdks(replace(policies(), sdks={"s": Sdk(id="s", name="Ess", service="s", requests=(request,))}))


def exchange(host: str = "in.sdk.example", path: str = "/v1/batch") -> Exchange:
    return Exchange(capture="c", number=1, host=host, path=path)


def hits(known: Sdks, leaf: Leaf, sent_to: Exchange) -> list[tuple[Any, ...]]:
    document = Document(True, "", [leaf], [], lambda: [leaf])
    return [hit[:5] for hit in known.observe(document, known.requests(sent_to))]


def at(*keys: str | int) -> Trail:
    trail = JSON
    for key in keys:
        trail = (trail, "json", key)
    return trail


def test_a_field_at_its_place() -> None:
    known = sdks()
    why = because("sdk-field", sdk="Ess", why="its docs say so")
    expected = [("identity.email", "sdk", "declared", "plain", why)]
    assert hits(known, (at("batch", 3, "traits", "em"), "em", "a@b.example"), exchange()) == expected
    assert hits(known, ((None, "query", "ud[em]"), "ud[em]", "x"), exchange()) == expected


@pytest.mark.parametrize(
    ("leaf", "sent_to"),
    [
        ((at("batch", 3, "em"), "em", "x"), exchange()),
        ((at("batch", 3, "traits", "em"), "em", ""), exchange()),
        ((at("batch", 3, "traits", "em"), "em", None), exchange()),
        ((at("batch", 3, "traits", "em"), "em", "0000-0000"), exchange()),
        ((at("batch", 3, "traits", "em"), "em", "x"), exchange(host="notsdk.example")),
        ((at("batch", 3, "traits", "em"), "em", "x"), exchange(host="sdk.example.evil.example")),
        ((at("batch", 3, "traits", "em"), "em", "x"), exchange(path="/v2/batch")),
    ],
)
def test_not_elsewhere(leaf: Leaf, sent_to: Exchange) -> None:
    assert hits(sdks(), leaf, sent_to) == []


def test_an_undocumented_field_is_only_likely_and_its_value_must_fit() -> None:
    field = replace(FIELD, source="", value="[0-9a-f]{64}", form="sha256")
    known = sdks(replace(REQUEST, fields=(field,)))
    place = at("batch", 0, "traits", "em")
    assert [hit[:4] for hit in hits(known, (place, "em", "ab" * 32), exchange())] == [
        ("identity.email", "field", "likely", "sha256")
    ]
    assert hits(known, (place, "em", "ab" * 31), exchange()) == []


def test_exact_hosts_and_names() -> None:
    exact = replace(REQUEST, endpoints=(SdkEndpoint(host="sdk.example", match="exact"),))
    assert len(sdks(exact).requests(exchange("sdk.example", "/anything"))) == 1
    assert sdks(exact).requests(exchange("in.sdk.example")) == []
    assert sdks().names == {"em", "ud[em]"}


def test_on_a_host_that_only_looks_like_the_services_a_field_is_likely_and_says_why() -> None:
    known = sdks()
    alike = [Likeness("s", because("self-hosted", service="Ess", roles=("crash",), why="path /v1/ with a and b"))]
    own = exchange("own.example", "/under/another/path")
    leaf = (at("batch", 3, "traits", "em"), "em", "a@b.example")
    document = Document(True, "", [leaf], [], lambda: [leaf])
    (hit,) = known.observe(document, known.requests(own, alike))
    assert hit[:4] == ("identity.email", "field", "likely", "plain")
    assert english(hit.reason, {}) == (
        "a field of Ess: its docs say so; the request looks like a self-hosted Ess (crash): path /v1/ with a and b"
    )
    assert known.requests(own) == []
    assert known.requests(own, [Likeness("other", because("noted", text="another"))]) == []


NUMBERED = replace(
    REQUEST,
    fields=(
        SdkField(at=("body > ** > protobuf:1 > protobuf:19",), category="identifier.advertising", because="so"),
        SdkField(at=("body > ** > json:/extinfo > ** > json:/4",), category="device.os", because="so"),
        SdkField(at=("body > ** > json:/e/5",), category="identifier.installation", because="so"),
    ),
)
PROTOBUF: Trail = (((BODY, "protobuf", None), "protobuf", 1), "protobuf", 19)
INNER: Trail = ((at("extinfo"), "json", None), "json", 4)


@pytest.mark.parametrize(
    ("leaf", "category"),
    [
        ((PROTOBUF, "", "9e107d9d"), "identifier.advertising"),
        ((INNER, "", "14.2"), "device.os"),
        ((at("e", 5), "e", "1x5q7v"), "identifier.installation"),
    ],
)
def test_a_field_that_is_known_by_its_number(leaf: Leaf, category: str) -> None:
    document = Document(True, "", [], [], lambda: [leaf])
    known = sdks(NUMBERED)
    assert [hit.category for hit in known.observe(document, known.requests(exchange()))] == [category]


@pytest.mark.parametrize(
    "leaf",
    [
        (((BODY, "protobuf", None), "protobuf", 19), "", "9e107d9d"),
        ((PROTOBUF[0], "protobuf", 20), "", "9e107d9d"),
        (((at("extinfo"), "json", None), "json", 5), "", "14.2"),
        (at("e", 4), "e", "1x5q7v"),
    ],
)
def test_other_numbers_are_other_fields(leaf: Leaf) -> None:
    document = Document(True, "", [], [], lambda: [leaf])
    known = sdks(NUMBERED)
    assert list(known.observe(document, known.requests(exchange()))) == []


def test_where_no_field_is_a_number_the_leaves_are_not_all_made() -> None:
    def made() -> list[Leaf]:
        raise AssertionError("all leaves were made")

    known = sdks()
    assert list(known.observe(Document(True, "", [], [], made), known.requests(exchange()))) == []
