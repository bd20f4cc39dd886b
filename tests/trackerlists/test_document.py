"""JSON of others: every wrong type is a fault with its place, and nothing else is ever raised."""

import contextlib

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from mhaudit.errors import InvalidFiles
from mhaudit.trackerlists.document import Node, document, each
from tests.policy.importing.given import read

SCALARS = st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=8)
NAMES = st.sampled_from(
    "trackers patterns organizations categories entities trackerDomains owner name domains network_signature x".split()
)
ANY = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5))
FORMATS = ("exodus", "trackerdb", "disconnect", "ddg-tds", "companiesdb", "third-party-web")


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"", "data.json:1: is not JSON: "),
        (b'{\n"a": }', "data.json:2: is not JSON: "),
        (b"[" * 5000 + b"]" * 5000, "data.json:1: is not JSON: "),
        (b"\xff", "data.json:1: is not JSON: "),
    ],
)
def test_invalid_json_is_refused(raw: bytes, what: str) -> None:
    with pytest.raises(InvalidFiles) as error:
        document(raw, "data.json")
    assert str(error.value).startswith(what)


def test_a_byte_order_mark_is_not_a_fault() -> None:
    assert document(b"\xef\xbb\xbf[1]", "data.json").value == [1]


def test_hostile_keys_are_shown_short_and_printable() -> None:
    with pytest.raises(InvalidFiles) as error:
        Node("f", 1, ("a\x1b[31m" + "x" * 200,)).text()
    assert str(error.value) == f"f: a?[31m{'x' * 54}: must be text"


def test_the_number_of_faults_is_bounded() -> None:
    nodes = [Node("f", number, (number,)) for number in range(200)]
    with pytest.raises(InvalidFiles) as error:
        list(each(nodes, lambda node: node.refuse("is wrong")))
    assert len(error.value.faults) == 50


@pytest.mark.parametrize("format_", FORMATS)
@drawn(content=ANY)
def test_any_json_is_read_or_refused(format_: str, content: object) -> None:
    with contextlib.suppress(InvalidFiles):
        entities, _ = read(format_, content)
        assert all(entity.hosts for entity in entities)
