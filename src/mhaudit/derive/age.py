"""How old the policies are beside the recording: hosts, crisis lines and law change."""

from collections.abc import Iterable, Iterator
from datetime import date

from mhaudit.model.audit import CaptureFacts
from mhaudit.model.capture import Gap
from mhaudit.model.reasons import because

OLD_AFTER = 183  # days: half a year


def age_of_policies(checked_on: str, captures: Iterable[CaptureFacts]) -> Iterator[Gap]:
    """Yield a gap where the newest fact of the policies was checked half a year or more before the last exchange.

    Measured against the recording and not against a clock: the same inputs give the same audit.
    """
    last = max((capture.last[:10] for capture in captures if capture.last), default="")
    if not last or not checked_on:
        return
    days = (date.fromisoformat(last) - date.fromisoformat(checked_on)).days
    if days > OLD_AFTER:
        yield Gap(code="policies-old", reason=because("policies-old", checked=checked_on, days=days))
