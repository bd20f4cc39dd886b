"""The age of the policies relative to the recording: hosts, crisis lines and law change."""

from collections.abc import Iterable, Iterator
from datetime import date

from mhaudit.model.audit import CaptureFacts
from mhaudit.model.capture import Gap
from mhaudit.model.reasons import because

OLD_AFTER = 183  # days: half a year


def age_of_policies(checked_on: str, captures: Iterable[CaptureFacts]) -> Iterator[Gap]:
    """Yield a gap if the newest fact of the policies was checked over half a year before the last exchange.

    Relative to the recording and not to a clock: the same inputs give the same audit.
    """
    last = max((capture.last[:10] for capture in captures if capture.last), default="")
    if not last or not checked_on:
        return
    days = (date.fromisoformat(last) - date.fromisoformat(checked_on)).days
    if days > OLD_AFTER:
        yield Gap(code="policies-old", reason=because("policies-old", checked=checked_on, days=days))
