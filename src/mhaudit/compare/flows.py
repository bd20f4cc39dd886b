"""What reached whom, without where it stood and when: the same in two recordings if the app does the same."""

from collections.abc import Mapping
from typing import NamedTuple

from mhaudit.model.audit import Audit, Certainty, Direction

_SUREST: tuple[Certainty, ...] = ("possible", "likely", "declared", "proven")
Key = tuple[str, str, Direction]  # host, kind of data, direction


class Flow(NamedTuple):
    """A kind of data that reached a host: how sure that is at best, and the forms that it had there."""

    organisation: str | None
    direction: Direction
    certainty: Certainty
    forms: tuple[str, ...]


def flows(audit: Audit) -> Mapping[Key, Flow]:
    """All flows of an audit."""
    names = {recipient.host: recipient.organisation for recipient in audit.recipients}
    found: dict[Key, Flow] = {}
    for seen in audit.observations:
        key = (seen.recipient, seen.category, seen.direction)
        known = found.get(key)
        surest = max((seen.certainty, known.certainty if known else "possible"), key=_SUREST.index)
        forms = tuple(sorted({seen.form, *(known.forms if known else ())}))
        found[key] = Flow(names.get(seen.recipient), seen.direction, surest, forms)
    return found
