"""Requests in HAR entries that failed to reach their server."""

import re
from collections.abc import Mapping
from typing import Any

_CHROMIUM = (
    r"ERR_(?:CONNECTION_(?:REFUSED|TIMED_OUT|FAILED)|NAME_NOT_RESOLVED|NAME_RESOLUTION_FAILED|DNS_\w+|"
    r"ADDRESS_(?:INVALID|UNREACHABLE)|INTERNET_DISCONNECTED|NETWORK_ACCESS_DENIED|UNSAFE_PORT|SSL_\w+|CERT_\w+|"
    r"PROXY_CONNECTION_FAILED|TUNNEL_CONNECTION_FAILED|BLOCKED_BY_(?:CLIENT|ADMINISTRATOR|CSP))\b"
)
_FIREFOX = r"NS_ERROR_(?:CONNECTION_REFUSED|UNKNOWN_HOST|UNKNOWN_PROXY_HOST|PROXY_CONNECTION_REFUSED|OFFLINE)\b"
_OTHERS = (
    r"connect call failed|connection refused|name or service not known|nodename nor servname|getaddrinfo|"
    r"no route to host|network is unreachable|does not speak tls|certificate verify failed|tls handshake"
)
_NEVER_ARRIVED = re.compile(f"{_CHROMIUM}|{_FIREFOX}|{_OTHERS}", re.IGNORECASE)
# Chromium and mitmproxy, Playwright
_FIELDS = ("_error", "_failureText")


def never_arrived(response: Mapping[str, Any]) -> str:
    """Return why a request failed to reach its server, from its `response`; "" if it may have reached it."""
    status = response.get("status")
    if isinstance(status, int) and status > 0:
        return ""
    said = (response.get(field) for field in _FIELDS)
    found = (_NEVER_ARRIVED.search(text[:1000]) for text in said if isinstance(text, str))
    return next((match[0] for match in found if match), "")
