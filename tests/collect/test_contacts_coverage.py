"""What could be seen, and every gap."""

from mhaudit.collect.contacts import Sight
from mhaudit.model.audit import Bytes, GapCount
from mhaudit.model.capture import Gap
from tests.collect.sightings import REDACT, SECRET, exchange


def test_bytes_are_read_opaque_or_missing() -> None:
    sight = Sight()
    sight.add(exchange(method="", path="", body=b"x" * 10), 4, REDACT)
    sight.add(exchange(method="", path="", body=b"x" * 5), 0, REDACT)
    sight.add_gaps([Gap(code="body-not-captured", blocking=True, unread=7)], REDACT)
    coverage = sight.coverage()
    assert (coverage.exchanges, coverage.bytes) == (2, Bytes(read=11, opaque=4, unread=7))


def test_gaps_are_counted_and_blocking_ones_come_first() -> None:
    sight = Sight()
    odd = Gap(code="decode-failed", host="b.example", detail="x")
    sight.add_gaps([odd, Gap(code="decode-limit", host="z.example", blocking=True), odd, odd], REDACT)
    assert sight.coverage().gaps == (
        GapCount(code="decode-limit", host="z.example", count=1, blocking=True, detail=""),
        GapCount(code="decode-failed", host="b.example", count=3, blocking=False, detail="x"),
    )


def test_an_opaque_body_is_a_blocking_gap_of_its_host() -> None:
    sight = Sight()
    sight.add(exchange(body=b"12"), 2, REDACT)
    assert [(gap.code, gap.host, gap.blocking) for gap in sight.coverage().gaps] == [
        ("body-opaque", "x.tracker.example", True)
    ]


def test_details_are_short_and_hold_no_value() -> None:
    sight = Sight()
    sight.add_gaps([Gap(code="damaged-entry", detail=f"{SECRET} {'x' * 900}", host=SECRET)], REDACT)
    (gap,) = sight.coverage().gaps
    assert SECRET not in f"{gap}"
    assert len(gap.detail) <= 220


def test_shares_add_up() -> None:
    whole, one, two = Sight(), Sight(), Sight()
    for number in range(6):
        for sight in (whole, one if number % 2 else two):
            sight.add(exchange(number, body=b"12"), number % 3, REDACT)
            sight.add_gaps([Gap(code="decode-limit", detail=str(number % 2), unread=1)], REDACT)
    one.merge(two)
    assert one.coverage() == whole.coverage()
