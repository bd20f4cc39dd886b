"""Resources that the app used on the phone, from the phone's own list: how often, and in which period."""

from collections.abc import Iterable

from msgspec import Struct

from mhaudit.collect.masking import Redactor
from mhaudit.model.audit import AccessCount
from mhaudit.model.capture import Access
from mhaudit.model.times import timestamp

# (the resource, the app that used it, the capture)
Use = tuple[str, str, str]


class Uses(Struct):
    """The number of uses of a resource, with the first and last time."""

    count: int = 0
    first: float | None = None
    last: float | None = None

    def add(self, count: int, times: Iterable[float | None]) -> None:
        """Add uses; unknown times are ignored."""
        known = [time for time in (self.first, self.last, *times) if time is not None]
        self.count += count
        self.first, self.last = min(known, default=None), max(known, default=None)


class Accesses:
    """Counter of accesses; memory grows with the number of different resources only."""

    def __init__(self, redact: Redactor) -> None:
        self.redact = redact
        self.uses: dict[Use, Uses] = {}

    def add(self, access: Access) -> None:
        """Count one access."""
        use = (access.resource, access.app, access.capture)
        self.uses.setdefault(use, Uses()).add(1, (access.at,))

    def state(self) -> dict[Use, Uses]:
        """Return the counts by resource, app and capture."""
        return self.uses

    def merge(self, other: "dict[Use, Uses]") -> None:
        """Merge the counts of another worker."""
        for use, uses in other.items():
            self.uses.setdefault(use, Uses()).add(uses.count, (uses.first, uses.last))

    def counts(self) -> list[AccessCount]:
        """Return all counts, sorted by resource."""
        return [
            AccessCount(
                resource=self.redact(resource),
                app=self.redact(app),
                count=uses.count,
                first=timestamp(uses.first),
                last=timestamp(uses.last),
                capture=capture,
            )
            for (resource, app, capture), uses in sorted(self.uses.items())
        ]
