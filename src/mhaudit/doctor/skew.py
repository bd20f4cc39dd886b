"""Measure the difference between this machine's clock and those of the servers."""

from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from statistics import median

from mhaudit.model.capture import Exchange

TOLERATED = 120.0  # seconds; server clocks are inexact, and responses take time


def skew_of(exchange: Exchange) -> float | None:
    """Return the seconds that a response's Date is ahead of this machine; None without a Date, or from a cache."""
    headers = {name.lower(): value for name, value in exchange.response_headers}
    if exchange.started is None or "age" in headers or "date" not in headers:
        return None
    try:
        return parsedate_to_datetime(headers["date"]).timestamp() - exchange.started
    except (ValueError, TypeError, OverflowError):
        return None


def skew(seen: Sequence[float]) -> float | None:
    """Return the median of the differences, which outliers do not move; None without any."""
    return median(seen) if seen else None
