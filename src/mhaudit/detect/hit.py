"""The result of a detector for one value, before it is counted and masked."""

from typing import NamedTuple

from mhaudit.model.audit import Certainty, Detector
from mhaudit.model.place import Scalar, Trail
from mhaudit.model.reasons import Reason


class Hit(NamedTuple):
    """A fact about one value at one place. `value` is the raw value; only its mask gets into the audit.

    `planted` is the number of the persona's value, -1 if it is not planted; `part` names the part of that value ("" for
    the whole). `source` is a link to documentation of the field; `event` is the name of the surrounding event.
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
        """Return the same hit within an event."""
        return tuple.__new__(Hit, (*self[:-1], event))
