from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mitmproxy.io import tnetstring as other

from mhaudit.ingest.mitm.tnetstring import Damaged, Record, fields, items, pairs, records, root, value

FLOW = other.dumps({"version": 21, "type": "http", "id": "x" * 30})
_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.binary(max_size=20)
    | st.text(max_size=20)
)


@given(_SCALARS)
def test_scalars_are_read_as_mitmproxy_writes_them(scalar: object) -> None:
    data = other.dumps(scalar)  # type: ignore[arg-type]  # it takes any of these
    assert value(data, root(data)) == scalar


def test_a_dictionary_is_opened_one_level_at_a_time() -> None:
    data = other.dumps({"a": 1, "b": {"c": [b"d", None, True]}, "e": ""})
    found = fields(data, root(data))
    assert sorted(found) == [b"a", b"b", b"e"]
    assert value(data, found[b"a"]) == 1
    assert value(data, found[b"e"]) == ""
    inner = fields(data, found[b"b"])
    assert [value(data, item) for item in items(data, inner[b"c"])] == [b"d", None, True]


def test_pairs_as_headers_are_written() -> None:
    data = other.dumps([[b"Content-Type", b"text/plain"], [b"", b""], [b"x", b"\xff:7;"]])
    assert pairs(data, root(data)) == [(b"Content-Type", b"text/plain"), (b"", b""), (b"x", b"\xff:7;")]
    assert pairs(other.dumps([]), root(other.dumps([]))) == []


@pytest.mark.parametrize("data", [b"", b"5", b"5:", b"5:hell,", b":x,", b"x:hello,", b"99999999999999:hello,"])
def test_other_bytes_are_not_tnetstrings(data: bytes) -> None:
    with pytest.raises(Damaged):
        root(data)


@pytest.mark.parametrize("data", [b"3:1:a}", b"5:hello,", b"4:1:a;}", b"10:1:a;9:abc,}", b"9:1:a,1:bb}"])
def test_other_values_are_not_dictionaries(data: bytes) -> None:
    with pytest.raises(Damaged):
        list(fields(data, root(data)))


def test_a_list_is_not_a_dictionary_or_scalar() -> None:
    data = other.dumps([1])
    with pytest.raises(Damaged):
        fields(data, root(data))
    with pytest.raises(Damaged):
        value(data, root(data))
    with pytest.raises(Damaged):
        items(FLOW, root(FLOW))
    with pytest.raises(Damaged):
        pairs(FLOW, root(FLOW))


@pytest.mark.parametrize("data", [b"3:abc#", b"3:1.x^", b"2:\xff\xfe;", b"1:x?"])
def test_other_values_are_not_scalars(data: bytes) -> None:
    with pytest.raises(Damaged):
        value(data, root(data))


def test_records_one_by_one() -> None:
    assert list(records(BytesIO(FLOW * 3))) == [Record(len(FLOW) * n, FLOW, len(FLOW)) for n in range(3)]
    assert list(records(BytesIO(b""))) == []


@pytest.mark.parametrize(
    "noise",
    [b"x", b"garbage between flows", b"12:hello", b"\x00" * 100, b"99:7:version;", FLOW[:-1], FLOW[1:], FLOW[:40]],
)
def test_damage_costs_itself_alone(noise: bytes) -> None:
    found = list(records(BytesIO(FLOW + noise + FLOW)))
    assert found[0] == Record(0, FLOW, len(FLOW))
    assert found[-1] == Record(len(FLOW) + len(noise), FLOW, len(FLOW))
    assert sum(record.size for record in found) == 2 * len(FLOW) + len(noise)
    assert all(not record.data for record in found[1:-1])


def test_damage_at_the_end() -> None:
    assert list(records(BytesIO(FLOW + FLOW[:20]))) == [Record(0, FLOW, len(FLOW)), Record(len(FLOW), b"", 20)]
    assert list(records(BytesIO(FLOW + b"x"))) == [Record(0, FLOW, len(FLOW)), Record(len(FLOW), b"", 1)]


def test_damage_that_is_longer_than_what_is_read_at_once() -> None:
    noise = b"no flow: " * 400_000
    found = list(records(BytesIO(FLOW + noise + FLOW)))
    assert [(record.offset, bool(record.data), record.size) for record in found] == [
        (0, True, len(FLOW)),
        (len(FLOW), False, len(noise)),
        (len(FLOW) + len(noise), True, len(FLOW)),
    ]


def test_a_length_beyond_the_end_is_not_asked_for() -> None:
    found = list(records(BytesIO(b"999999999999:7:version;2:21#" + b"," * 50 + FLOW)))
    assert [bool(record.data) for record in found] == [False, True]


@given(st.binary(max_size=200), st.integers(0, len(FLOW)))
def test_every_byte_is_in_one_record(noise: bytes, cut: int) -> None:
    data = FLOW[:cut] + noise + FLOW
    at = 0
    for record in records(BytesIO(data)):
        assert record.offset == at and record.size > 0
        at += record.size
    assert at == len(data)
