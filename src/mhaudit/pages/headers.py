"""Headers of every answer: nothing is kept, framed, guessed, or sent on to another origin."""

from collections.abc import Mapping
from types import MappingProxyType

NOTHING = "default-src 'none'; frame-ancestors 'none'"  # the Content-Security-Policy of what is no page
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
