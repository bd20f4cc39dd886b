"""Settings of AI conversation requests that the providers document."""

from collections.abc import Iterable

from mhaudit.collect.host_names import Moved
from mhaudit.model.audit import Flag

_MOST_FLAGS = 40


class AiSettings:
    """The documented settings of AI conversation requests, by host."""

    def __init__(self) -> None:
        self.flags: dict[str, set[Flag]] = {}

    def add(self, host: str, flags: Iterable[Flag]) -> None:
        """Add the settings of one request."""
        known = self.flags.setdefault(host, set())
        known.update(flag for flag in flags if len(known) < _MOST_FLAGS)

    def regroup(self, moved: Moved) -> None:
        """Merge hosts that now share a row."""
        for shown in moved.keys() & self.flags.keys():
            self.add(moved[shown].shown, self.flags.pop(shown))

    def state(self) -> dict[str, set[Flag]]:
        """Return the settings by host."""
        return self.flags

    def merge(self, other: dict[str, set[Flag]]) -> None:
        """Merge the settings of another worker."""
        for host, flags in other.items():
            self.add(host, flags)
