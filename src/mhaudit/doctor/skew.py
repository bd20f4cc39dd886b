"""How far this machine's clock is from those of the servers that answered."""

from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from statistics import median

from mhaudit.model.capture import Exchange

TOLERATED = 120.0  # seconds; servers are seldom right to the second, and answers take their time


def skew_of(exchange: Exchange) -> float | None:
    """Seconds that an answer's Date is ahead of this machine; None where it says none, or comes out of a cache."""
    headers = {name.lower(): value for name, value in exchange.response_headers}
    if exchange.started is None or "age" in headers or "date" not in headers:
        return None
    try:
        return parsedate_to_datetime(headers["date"]).timestamp() - exchange.started
    except (ValueError, TypeError, OverflowError):
        return None


def skew(seen: Sequence[float]) -> float | None:
    """The middle of all that was seen, which a few odd servers don't move; None where nothing was."""
    return median(seen) if seen else None
