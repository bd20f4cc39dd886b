"""The words that data sets use for what a service does → the roles of the policy files."""

from collections.abc import Iterable, Mapping

# Ghostery’s categories, which WhoTracks.me and AdGuard’s companies database use as well.
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
    """The roles of some words, in order; `other` where none of them is known."""
    return tuple(sorted({table[word] for word in words if word in table})) or ("other",)
