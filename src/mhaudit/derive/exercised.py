"""The persona's entries that were sent anywhere: what the recording tested."""

from collections.abc import Iterable, Mapping

from mhaudit.detect.spellings import is_searched
from mhaudit.model.audit import Exercised, ExercisedAt, Observation
from mhaudit.model.knowledge import DataKind
from mhaudit.model.subject import Persona, PlantedValue

_MEANT = frozenset({"proven", "declared", "likely"})


def exercised_kinds(persona: Persona | None, observations: Iterable[Observation]) -> tuple[Exercised, ...]:
    """Return, for each kind of entry, the number of entries and the hosts that received any of them.

    An entry that is searched for was sent where it was found. One that is too short for that (a mood of 3) counts as
    sent where a field of its kind was found.
    """
    if persona is None:
        return ()
    sent = [seen for seen in observations if seen.direction == "sent"]
    rows = []
    for category in sorted({value.category for value in persona.values}):
        values = [value for value in persona.values if value.category == category]
        certain = frozenset({"proven"}) if all(map(_is_looked_for, values)) else _MEANT
        hosts = {
            (seen.recipient, seen.party) for seen in sent if seen.category == category and seen.certainty in certain
        }
        seen_at = tuple(ExercisedAt(recipient=host, party=party) for host, party in sorted(hosts))
        rows.append(Exercised(category=category, entries=len(values), seen=seen_at))
    return tuple(rows)


def exercises_health(rows: Iterable[Exercised], kinds: Mapping[str, DataKind]) -> bool:
    """Return whether a health entry was sent anywhere, including the app's own servers."""
    return any(row.seen and row.category in kinds and kinds[row.category].special for row in rows)


def _is_looked_for(value: PlantedValue) -> bool:
    return isinstance(value.value, str) and is_searched(value)
