"""The substitution and its reverse."""

from hypothesis import given
from hypothesis import strategies as st

from mhaudit.model.alphabet import restore, substitute


def test_as_the_tag_writes_it() -> None:
    # a pair that the encoder of leak-detector gives
    assert substitute("1991-08-23") == "JssJ-p4-oV"
    assert restore("JssJ-p4-oV") == "1991-08-23"
    assert substitute("@ é") == "@ é"


@given(st.text())
def test_there_and_back(text: str) -> None:
    assert restore(substitute(text)) == text
