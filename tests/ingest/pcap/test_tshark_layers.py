import pytest

from mhaudit.ingest.pcap.tshark import all_of, containing_layer, field_text, raw, raws

ONE = ["6869", 0, 2, 0, 26]
TWO = [ONE, ["ff", 2, 1, 0, 26]]


def test_a_layer_may_be_there_once_or_often() -> None:
    assert list(all_of({"http": {"a": 1}}, "http")) == [{"a": 1}]
    assert list(all_of({"http": [{"a": 1}, "noise", {"b": 2}]}, "http")) == [{"a": 1}, {"b": 2}]
    assert list(all_of({"http": "text"}, "http")) == list(all_of({}, "http")) == []


@pytest.mark.parametrize(("value", "found"), [("a", "a"), (["a", "b"], "a"), ([], ""), (None, ""), ({}, ""), ([3], "")])
def test_the_text_of_a_field(value: object, found: str) -> None:
    assert field_text({"x": value}, "x") == found
    assert field_text({}, "x") == ""


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (ONE, [b"hi"]),
        (TWO, [b"hi", b"\xff"]),
        ([], []),
        (None, []),
        ("68", []),
        (["0"], [b""]),
        ([[]], [b""]),
        ([7], [b""]),
    ],
)
def test_the_bytes_of_a_field(value: object, found: list[bytes]) -> None:
    assert raws({"x_raw": value}, "x") == found
    assert raw({"x_raw": value}, "x") == (found[0] if found else None)


def test_a_field_may_be_a_level_deeper() -> None:
    inner = {"x": 1}
    assert containing_layer({"GET / HTTP/1.1": inner, "y": "text"}, "x") is inner
    assert containing_layer(inner, "x") is inner
    assert containing_layer({"a": {"b": {"x": 1}}}, "x") == {}
