"""Fields of HAR as their producers write them: texts, pairs, times, states."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote_plus

from mhaudit.model.capture import Headers

_MILLISECONDS = 10**11  # seconds reach this in the year 5138
_LATEST = 10**15


def text_of(value: object) -> str:
    """Text as it can be written; half of a surrogate pair can't."""
    if not isinstance(value, str) or value.isascii():
        return value if isinstance(value, str) else ""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def pairs_of(value: object) -> Headers:
    """Name and value pairs; Slack's exports write each as a list of two, others all of them as one object."""
    if isinstance(value, dict):
        value = list(map(list, value.items()))
    found = []
    for header in value if isinstance(value, list) else ():
        if isinstance(header, dict):
            found.append((text_of(header.get("name")), text_of(header.get("value"))))
        elif isinstance(header, list) and len(header) == 2:
            found.append((text_of(header[0]), text_of(header[1])))
    return tuple(found)


def request_headers(request: Mapping[str, Any]) -> Headers:
    """What stands in headers and trailers; cookies that an entry lists without their header make one."""
    headers = (*pairs_of(request.get("headers")), *pairs_of(request.get("_trailers")))
    cookies = pairs_of(request.get("cookies"))
    if not cookies or any(name.lower() == "cookie" for name, _ in headers):
        return headers
    return (*headers, ("Cookie", "; ".join(f"{name}={value}" for name, value in cookies)))


def query_of(request: Mapping[str, Any], url: str) -> str:
    """The query that an entry lists and its URL lacks, with its question mark; "" where there is none."""
    pairs = pairs_of(request.get("queryString")) if "?" not in url else ()
    return "?" + "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs) if pairs else ""


def status_of(value: object) -> int | None:
    """The status of an answer; 0, below, and what is no number mean that none came."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) == 3:
        value = int(value)
    return value if isinstance(value, int) and value > 0 else None


def har_time(value: object) -> float | None:
    """Seconds since the epoch, from a date, which without an offset is taken as UTC, or from a number."""
    if isinstance(value, int | float) and 0 < value < _LATEST:
        return value / 1000 if value >= _MILLISECONDS else float(value)
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
