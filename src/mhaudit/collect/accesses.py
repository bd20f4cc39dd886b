"""What the app used on the phone, as the phone's own list says: how often, from when to when."""

from collections.abc import Iterable

from msgspec import Struct

from mhaudit.collect.masking import Redactor
from mhaudit.model.audit import AccessCount
from mhaudit.model.capture import Access
from mhaudit.model.times import timestamp

# (what was used, by which app, the capture that says so)
Use = tuple[str, str, str]


class Uses(Struct):
    """How often something was used, and when first and last."""

    count: int = 0
    first: float | None = None
    last: float | None = None

    def add(self, count: int, times: Iterable[float | None]) -> None:
        """Count uses; times that are not known say nothing."""
        known = [time for time in (self.first, self.last, *times) if time is not None]
        self.count += count
        self.first, self.last = min(known, default=None), max(known, default=None)


class Accesses:
    """Counts accesses; memory grows with what was used, not with how often."""

    def __init__(self, redact: Redactor) -> None:
        self.redact = redact
        self.uses: dict[Use, Uses] = {}

    def add(self, access: Access) -> None:
        """Count one access."""
        use = (access.resource, access.app, access.capture)
        self.uses.setdefault(use, Uses()).add(1, (access.at,))

    def state(self) -> dict[Use, Uses]:
        """Return what was gathered."""
        return self.uses

    def merge(self, other: "dict[Use, Uses]") -> None:
        """Take in what another share counted."""
        for use, uses in other.items():
            self.uses.setdefault(use, Uses()).add(uses.count, (uses.first, uses.last))

    def counts(self) -> list[AccessCount]:
        """All of them, by what was used."""
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
