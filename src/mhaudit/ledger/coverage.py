"""What could be seen and what could not: bytes read, opaque and missing, and every gap, counted."""

from collections.abc import Iterable

from mhaudit.ledger.contacts import bytes_sent
from mhaudit.ledger.masking import Redactor
from mhaudit.model.audit import Bytes, Coverage, GapCount
from mhaudit.model.capture import Exchange, Gap

_LONGEST_DETAIL = 200


class Sight:
    """Adds up coverage over a capture."""

    def __init__(self) -> None:
        self.exchanges = self.sent = self.opaque = self.unread = 0
        self.gaps: dict[tuple[str, str, bool, str], int] = {}

    def add(self, exchange: Exchange, opaque: int, redact: Redactor) -> None:
        """One exchange, with how many of its sent bytes could not be decoded."""
        self.exchanges += 1
        self.sent += bytes_sent(exchange)
        self.opaque += opaque
        if opaque:
            self.add_gaps([Gap(code="body-opaque", host=exchange.host, blocking=True)], redact)

    def add_gaps(self, gaps: Iterable[Gap], redact: Redactor) -> None:
        """Gaps of the same code, host and detail are counted together."""
        for gap in gaps:
            key = (gap.code, redact(gap.host), gap.blocking, redact(gap.detail[:_LONGEST_DETAIL]))
            self.gaps[key] = self.gaps.get(key, 0) + gap.count
            self.unread += gap.unread

    def merge(self, other: "Sight") -> None:
        """Take in what another share could and could not see."""
        self.exchanges += other.exchanges
        self.sent += other.sent
        self.opaque += other.opaque
        self.unread += other.unread
        for key, count in other.gaps.items():
            self.gaps[key] = self.gaps.get(key, 0) + count

    def coverage(self) -> Coverage:
        """The sums; gaps are sorted, blocking ones first."""
        gaps = (
            GapCount(code=code, host=host, count=count, blocking=blocking, detail=detail)
            for (code, host, blocking, detail), count in self.gaps.items()
        )
        return Coverage(
            exchanges=self.exchanges,
            bytes=Bytes(read=self.sent - self.opaque, opaque=self.opaque, unread=self.unread),
            gaps=tuple(sorted(gaps, key=lambda gap: (not gap.blocking, gap.code, gap.host, gap.detail))),
        )
