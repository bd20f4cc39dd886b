"""Signatures are made once and changed by nobody."""

import pytest

from mhaudit.model.knowledge import Mark, Signature


def test_a_signature_can_not_be_changed() -> None:
    mark = Mark(at=("query:idsite",))
    signature = Signature(path="/x$", has=(mark,), because="path /x with idsite")
    assert mark.value == ""
    for thing, name in ((mark, "value"), (signature, "path")):
        with pytest.raises(AttributeError, match="immutable"):
            setattr(thing, name, "y")
