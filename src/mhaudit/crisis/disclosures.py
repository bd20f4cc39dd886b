"""Disclosures: exchanges in which a crisis line of the persona was sent. Replies are looked for afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from mhaudit.detect.hit import Hit
from mhaudit.model.capture import Exchange
from mhaudit.model.place import outermost

_MOST = 500
_RECENT = 8


@dataclass(frozen=True, slots=True, order=True)
class Disclosure:
    """One exchange with a crisis line.

    `value` is the number of the persona's value, `message` that of the message that contained it, -1 for a request.
    `at` is in seconds since the epoch.
    """

    capture: str
    number: int
    host: str
    value: int
    phase: str
    message: int = -1
    at: float | None = field(default=None, compare=False)


class Disclosures:
    """Collector of the exchanges with crisis lines."""

    def __init__(self, crisis: frozenset[int]) -> None:
        self.crisis = crisis
        self.found: list[Disclosure] = []

    def add(self, exchange: Exchange, sent: Sequence[Hit]) -> None:
        """Add the crisis lines that an exchange sent."""
        if not self.crisis or len(self.found) >= _MOST:
            return
        for hit in sent:
            if hit.planted in self.crisis:
                disclosure = _disclosure(exchange, hit)
                if disclosure not in self.found[-_RECENT:]:  # a line occurs at several places of a request
                    self.found.append(disclosure)

    def state(self) -> list[Disclosure]:
        """Return the disclosures."""
        return self.found

    def merge(self, other: list[Disclosure]) -> None:
        """Merge the disclosures of another worker."""
        self.found = sorted([*self.found, *other])[:_MOST]


def _disclosure(exchange: Exchange, hit: Hit) -> Disclosure:
    part, number = outermost(hit.trail)
    message = number if part == "message" and isinstance(number, int) else -1
    said = exchange.messages[message].at if message >= 0 else None
    where = exchange.capture, exchange.number, exchange.host
    return Disclosure(*where, hit.planted, exchange.phase or "", message, said or exchange.started)
