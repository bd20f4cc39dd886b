"""Mapping of data sets' categories of services to the roles of the policy files."""

from collections.abc import Iterable, Mapping

# Ghostery's categories, also used by WhoTracks.me and AdGuard's companies database.
GHOSTERY = {
    "advertising": "advertising",
    "audio_video_player": "video",
    "cdn": "cdn",
    "comments": "social",
    "consent": "consent",
    "customer_interaction": "support",
    "email": "email",
    "hosting": "hosting",
    "mobile_analytics": "analytics",
    "pornvertising": "advertising",
    "site_analytics": "analytics",
    "social_media": "social",
    "telemetry": "telemetry",
}


def roles_of(words: Iterable[str], table: Mapping[str, str]) -> tuple[str, ...]:
    """Return the roles of some categories, in order; `other` if none of them is known."""
    return tuple(sorted({table[word] for word in words if word in table})) or ("other",)
