import pytest
from hypothesis import given
from hypothesis import strategies as st

from mhaudit.errors import Fault
from mhaudit.policy.yaml_text import parse


def read(text: str | bytes) -> object:
    faults: list[Fault] = []
    source = parse(text.encode() if isinstance(text, str) else text, "x.yaml", faults)
    assert faults == []
    assert source is not None
    return source.data


def refuse(text: str | bytes) -> list[str]:
    faults: list[Fault] = []
    assert parse(text.encode() if isinstance(text, str) else text, "x.yaml", faults) is None
    return [str(fault) for fault in faults]


def test_values_are_those_of_json() -> None:
    text = "a: 1\nb: 1.5\nc: true\nd: null\ne: [x, 0x10, 010]\nf: 2026-11-23\ng: 2026-11-23T09:00:00Z\nh: yes\ni: 1e3\n"
    assert read(text) == {
        "a": 1,
        "b": 1.5,
        "c": True,
        "d": None,
        "e": ["x", 16, 10],
        "f": "2026-11-23",
        "g": "2026-11-23T09:00:00Z",
        "h": "yes",
        "i": 1000.0,
    }


def test_a_byte_order_mark_is_not_part_of_the_text() -> None:
    assert read(b"\xef\xbb\xbfid: x\n") == {"id": "x"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "x.yaml:1: is empty"),
        ("# only a remark\n", "x.yaml:1: is empty"),
        ("- a\n- b\n", "x.yaml:1: must contain fields with values, such as `id: …`"),
        ("just words\n", "x.yaml:1: must contain fields with values, such as `id: …`"),
        ("a: 1\na: 2\n", "x.yaml:2: a: is a duplicate key"),
        ("a: {b: 1, b: 2}\n", "x.yaml:1: a.b: is a duplicate key"),
        ("a: &x [1]\nb: *x\n", "x.yaml:1: b: anchors and aliases are not allowed"),
        ("a: .nan\n", "x.yaml:1: a: is not a finite number"),
        ("a: [-.inf]\n", "x.yaml:1: a[0]: is not a finite number"),
        (
            "a: !!python/object:os.system x\n",
            "x.yaml:1: a: the tag tag:yaml.org,2002:python/object:os.system is not allowed",
        ),
        ("a: !thing {b: 1}\n", "x.yaml:1: a: the tag !thing is not allowed"),
        ("? [a, b]\n: 1\n", "x.yaml:1: a field's name must be plain text"),
        ("a: 1\n b: 2\n", "x.yaml:2: is not YAML: mapping values are not allowed in this context, at ':'"),
        ("a: " + "9" * 5000 + "\n", "x.yaml:1: a: is a number that can't be read; put it in quotes if it is text"),
        ("a: " + "[" * 60 + "]" * 60, "x.yaml:1: a[0][0][0][0][0][0][0]: is nested too deeply"),
        ("a: " + "[" * 9000, "x.yaml:1: is not YAML: exceeded maximum nesting depth, at '['"),
        (b"a: 1\nb: \xff\n", "x.yaml:2: is not UTF-8 text"),
        (b"a: 1" + b" " * 1_000_000, "x.yaml: is larger than 1,000,000 bytes, which no policy file needs"),
    ],
)
def test_forbidden_content_is_reported_with_its_line(text: str | bytes, fault: str) -> None:
    assert refuse(text) == [fault]


def test_an_alias_bomb_is_refused_without_being_unfolded() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    assert {fault.partition(": ")[2].rpartition(": ")[2] for fault in refuse("\n".join(lines))} == {
        "anchors and aliases are not allowed"
    }


def test_a_list_that_holds_itself_is_refused() -> None:
    assert refuse("a: &x [*x]\n") == ["x.yaml:1: a[0]: anchors and aliases are not allowed"]


@given(st.binary(max_size=200))
def test_any_bytes_give_data_or_faults(raw: bytes) -> None:
    faults: list[Fault] = []
    source = parse(raw, "x.yaml", faults)
    assert (source is None) == bool(faults)


@given(st.text(alphabet="ab:-?,[]{}&*!|>%@`\"'# \n\t<0.~\\", max_size=60))
def test_any_text_of_yaml_signs_gives_data_or_faults(text: str) -> None:
    faults: list[Fault] = []
    source = parse(text.encode(), "x.yaml", faults)
    assert (source is None) == bool(faults)
