"""App profiles: the app, what its vendor says of it, and the files that say so."""

from mhaudit.policy.profile.load import load_app

__all__ = ["load_app"]
