"""Fields of HAR as written by its producers: texts, pairs, times, status codes."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote_plus

from mhaudit.model.capture import Headers

_MILLISECONDS = 10**11  # reached by seconds in the year 5138
_LATEST = 10**15


def text_of(value: object) -> str:
    """Return text that can be encoded: lone surrogates are replaced."""
    if not isinstance(value, str) or value.isascii():
        return value if isinstance(value, str) else ""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def pairs_of(value: object) -> Headers:
    """Return name and value pairs; Slack's exports write each as a list of two, others all of them as one object."""
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
    """Return headers and trailers; cookies that are listed without a Cookie header are added as one."""
    headers = (*pairs_of(request.get("headers")), *pairs_of(request.get("_trailers")))
    cookies = pairs_of(request.get("cookies"))
    if not cookies or any(name.lower() == "cookie" for name, _ in headers):
        return headers
    return (*headers, ("Cookie", "; ".join(f"{name}={value}" for name, value in cookies)))


def query_of(request: Mapping[str, Any], url: str) -> str:
    """Return the listed query that the URL lacks, with its question mark; "" if there is none."""
    pairs = pairs_of(request.get("queryString")) if "?" not in url else ()
    return "?" + "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs) if pairs else ""


def status_of(value: object) -> int | None:
    """Return the status code of a response; None for 0, negative or invalid values, which mean no response."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) == 3:
        value = int(value)
    return value if isinstance(value, int) and value > 0 else None


def har_time(value: object) -> float | None:
    """Return seconds since the epoch, from a date, which is UTC without an offset, or from a number."""
    if isinstance(value, int | float) and 0 < value < _LATEST:
        return value / 1000 if value >= _MILLISECONDS else float(value)
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
