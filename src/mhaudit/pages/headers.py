"""Security headers of every response: no caching, framing, sniffing, or referrer to another origin."""

from collections.abc import Mapping
from types import MappingProxyType

NOTHING = "default-src 'none'; frame-ancestors 'none'"  # the Content-Security-Policy of responses that are not pages
HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Cache-Control": "no-store",
        "Content-Security-Policy": NOTHING,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "Server": "mhaudit",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
)
