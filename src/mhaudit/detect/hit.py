"""What a detector says of one reading, before it is counted and made safe for paper."""

from typing import NamedTuple

from mhaudit.model.audit import Certainty, Detector
from mhaudit.model.place import Scalar, Trail
from mhaudit.model.reasons import Reason


class Hit(NamedTuple):
    """A fact about one value at one place. `value` is what stood there; only its mask goes into the audit.

    `planted` is the number of the persona's value that it is, -1 where it is none; `part` names the part of that value
    ("" for the whole). `source` links to what gives the field its meaning; `event` is the name of the event it is in.
    """

    category: str
    detector: Detector
    certainty: Certainty
    form: str
    reason: Reason
    trail: Trail
    value: Scalar
    decoy: bool = False
    planted: int = -1
    part: str = ""
    source: str = ""
    event: str = ""

    def at(self, trail: Trail) -> "Hit":
        """Return the same hit at another place. (`_replace` takes four times as long.)"""
        return tuple.__new__(Hit, (*self[:5], trail, *self[6:]))

    def within(self, event: str) -> "Hit":
        """Return the same hit in an event."""
        return tuple.__new__(Hit, (*self[:-1], event))
