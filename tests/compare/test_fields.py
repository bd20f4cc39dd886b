"""What a recording holds, field by field."""

from mhaudit.compare.fields import Fields, around, sent_fields
from mhaudit.decode.limits import Limits
from mhaudit.model.capture import Exchange


def sent(path: str, body: bytes, number: int = 1, **more: object) -> Exchange:
    fields = {
        "capture": "a.har",
        "number": number,
        "kind": "http",
        "started": 1.0,
        "scheme": "https",
        "host": "api.own.example",
        "method": "POST",
        "path": path,
        "body": body,
        **more,
    }
    return Exchange(**fields)  # type: ignore[arg-type]


def found(*exchanges: Exchange) -> Fields:
    return sent_fields(exchanges, Limits())


def shown(fields: Fields) -> dict[tuple[str, str, str], list[object]]:
    return {(key.request, key.place, key.name): [*field.values.values()] for key, field in fields.items()}


def test_values_stand_by_request_place_and_name() -> None:
    fields = found(sent("/v1/e/4711?x=1", b'{"mood":3,"tags":["a","b"]}', 1), sent("/v1/e/4712?x=2", b'{"mood":4}', 2))
    there = shown(fields)
    assert there["POST /v1/e/*", "body > json:/mood", "mood"] == [3, 4]
    assert there["POST /v1/e/*", "body > json:/tags/*", "tags"] == ["a", "b"]
    assert there["POST /v1/e/*", "query:x", "x"] == ["1", "2"]


def test_pairs_stand_under_the_name_that_they_give() -> None:
    there = shown(found(sent("/", b'[{"key":"mood","value":3},{"key":"step","value":9}]')))
    assert there["POST /", "body > json:/*/value", "mood"] == [3]
    assert there["POST /", "body > json:/*/value", "step"] == [9]


def test_bytes_that_nothing_reads_stand_whole_and_by_length() -> None:
    body = bytes(range(128, 228))
    there = shown(found(sent("/", body)))
    assert there["POST /", "body", ""] == [body]
    assert there["POST /", "body > length", ""] == [100]


def test_what_came_back_is_not_compared() -> None:
    there = found(sent("/", b'{"a":1}', response_body=b'{"b":2}'))
    assert not [key for key in there if key.name == "b"]


def test_a_field_of_very_many_values_is_noise() -> None:
    fields = found(*(sent("/", b'{"a":%d}' % number, number) for number in range(100)))
    (field,) = (field for key, field in fields.items() if key.name == "a")
    assert (field.noisy, len(field.values), field.count, len(field.at)) == (True, 64, 100, 5)


def test_long_values_are_kept_as_digests() -> None:
    fields = found(sent("/", b'{"a":"%s"}' % (b"x y " * 200)))
    (field,) = (field for key, field in fields.items() if key.name == "a")
    (written,) = field.values
    assert (written[0], len(written)) == ("d", 33)


def test_places_around_a_place() -> None:
    trail = (((((None, "body", None), "json", None), "json", "p"), "base64", None), "json", "mood")
    assert list(around(trail)) == ["body > json:/p > base64", "body > json:/p", "body > json", "body"]
