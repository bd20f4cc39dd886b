"""What could be seen, and every gap."""

from typing import Any

from mhaudit.collect.contacts import CoverageCounter
from mhaudit.decode.account import Account
from mhaudit.model.audit import ByteAccount, GapCount
from mhaudit.model.capture import Exchange, Gap
from mhaudit.model.reasons import because, english
from tests.collect.sightings import REDACT, SECRET, exchange, shown


def add(known: CoverageCounter, seen: Exchange, opaque: int) -> None:
    known.add(seen, shown(seen), opaque)


def account(**fields: Any) -> ByteAccount:
    given: dict[str, Any] = dict.fromkeys(("declared", "captured", "decoded", "searched", "opaque", "unread"), 0)
    return ByteAccount(**({"direction": "sent"} | given | fields))


def test_bytes_are_read_opaque_or_missing() -> None:
    sight = CoverageCounter(REDACT)
    add(sight, exchange(method="", path="", body=b"x" * 10), 4)
    add(sight, exchange(method="", path="", body=b"x" * 5), 0)
    sight.add_gaps([Gap(code="body-not-captured", blocking=True, unread=7)])
    coverage = sight.result()
    assert (coverage.exchanges, coverage.bytes) == (
        2,
        (
            account(host="", unread=7),
            account(host="x.tracker.example", declared=15, captured=15, decoded=11, searched=11, opaque=4),
        ),
    )


def test_gaps_are_counted_and_blocking_ones_come_first() -> None:
    sight = CoverageCounter(REDACT)
    odd = Gap(code="decode-failed", host="b.example", detail="x")
    sight.add_gaps([odd, Gap(code="decode-limit", host="z.example", blocking=True), odd, odd])
    assert sight.result().gaps == (
        GapCount(code="decode-limit", host="z.example", count=1, blocking=True),
        GapCount(code="decode-failed", host="b.example", count=3, blocking=False, reason=because("noted", text="x")),
    )


def test_an_opaque_body_is_a_blocking_gap_of_its_host() -> None:
    sight = CoverageCounter(REDACT)
    add(sight, exchange(body=b"12"), 2)
    assert [(gap.code, gap.host, gap.blocking, gap.bytes) for gap in sight.result().gaps] == [
        ("body-opaque", "x.tracker.example", True, 2)
    ]


def test_an_opaque_answer_is_a_gap_that_does_not_block() -> None:
    sight = CoverageCounter(REDACT)
    seen = exchange(body=b"12", response_body=b"345")
    sent, received = Account(2, 2, 2, 2), Account(3, 3, 3, 1, 2)
    sight.add(seen, shown(seen), 0, [sent, received])
    sight.add(seen, shown(seen), 0, [sent, received])
    (gap,) = sight.result().gaps
    assert (gap.code, gap.host, gap.blocking, gap.count, gap.bytes) == (
        "answer-opaque",
        "x.tracker.example",
        False,
        2,
        4,
    )
    assert [(row.direction, row.searched, row.opaque, row.unread) for row in sight.result().bytes if row.captured] == [
        ("received", 2, 4, 0),
        ("sent", sight.result().bytes[1].captured, 0, 0),
    ]


def test_details_are_short_and_hold_no_value() -> None:
    sight = CoverageCounter(REDACT)
    sight.add_gaps([Gap(code="damaged-entry", detail=f"{SECRET} {'x' * 900}", host=SECRET)])
    (gap,) = sight.result().gaps
    assert SECRET not in f"{gap}"
    assert len(english(gap.reason or because("noted", text=""), {})) <= 220


def test_shares_add_up() -> None:
    whole, one, two = CoverageCounter(REDACT), CoverageCounter(REDACT), CoverageCounter(REDACT)
    for number in range(6):
        for sight in (whole, one if number % 2 else two):
            add(sight, exchange(number, body=b"12"), number % 3)
            sight.add_gaps([Gap(code="decode-limit", detail=str(number % 2), unread=1)])
    one.merge(two.state())
    assert one.result() == whole.result()
