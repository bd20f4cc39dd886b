"""Gaps by their codes."""

from mhaudit.model.audit import GapCount
from mhaudit.report.text.gaps import gap_groups


def test_gaps_of_a_code_are_together_and_blocking_ones_first() -> None:
    gaps = [
        GapCount(code="body-opaque", host="b.example", count=2, blocking=False),
        GapCount(code="tls-refused", host="", count=1, blocking=True),
        GapCount(code="body-opaque", host="a.example", count=1, blocking=False),
        GapCount(code="body-opaque", host="c.example", count=1, blocking=True),
    ]
    assert [(one.code, one.blocking, one.count, one.hosts) for one in gap_groups(gaps)] == [
        ("body-opaque", True, 1, ("c.example",)),
        ("tls-refused", True, 1, ()),
        ("body-opaque", False, 3, ("a.example", "b.example")),
    ]
    assert gap_groups([]) == ()
