"""Stable ids."""

from mhaudit.model.names import fingerprint


def test_the_same_parts_give_the_same_id_for_ever() -> None:
    assert fingerprint("o", "a", "b") == "o-59b271ae1bbcb1d3"


def test_parts_do_not_run_together() -> None:
    assert len({fingerprint("o", "ab", "c"), fingerprint("o", "a", "bc"), fingerprint("o", "abc")}) == 3
    assert fingerprint("f", "a").startswith("f-")
