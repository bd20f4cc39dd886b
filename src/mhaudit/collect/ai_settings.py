"""Settings of requests that held a conversation, as AI providers document them."""

from collections.abc import Iterable

from mhaudit.collect.host_names import Moved
from mhaudit.model.audit import Flag

_MOST_FLAGS = 40


class AiSettings:
    """The documented settings of requests that held a conversation, by host."""

    def __init__(self) -> None:
        self.flags: dict[str, set[Flag]] = {}

    def add(self, host: str, flags: Iterable[Flag]) -> None:
        """Note the settings of one request."""
        known = self.flags.setdefault(host, set())
        known.update(flag for flag in flags if len(known) < _MOST_FLAGS)

    def regroup(self, moved: Moved) -> None:
        """Put hosts together that are one row from now on."""
        for shown in moved.keys() & self.flags.keys():
            self.add(moved[shown].shown, self.flags.pop(shown))

    def state(self) -> dict[str, set[Flag]]:
        """Return what was gathered."""
        return self.flags

    def merge(self, other: dict[str, set[Flag]]) -> None:
        """Take in what another share saw."""
        for host, flags in other.items():
            self.add(host, flags)
