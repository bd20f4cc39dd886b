"""Times of captures in the format of `audit.json`."""

from datetime import UTC, datetime


def timestamp(seconds: float | None) -> str | None:
    """Return `seconds` since the epoch as ISO 8601 in UTC with milliseconds; None for unknown or impossible times."""
    if seconds is None:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    except (ValueError, OverflowError, OSError):
        return None
