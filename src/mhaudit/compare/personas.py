"""Find the one value in which two personas differ."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mhaudit.errors import UnknownName
from mhaudit.model.subject import Persona, PlantedValue


class Changed(NamedTuple):
    """The one value in which two personas differ; both None where only its category is known."""

    category: str
    before: PlantedValue | None
    after: PlantedValue | None


def changed_value(before: Persona, after: Persona) -> Changed:
    """Return the value in which two personas differ. Raise UnknownName where they do not differ in exactly one."""
    found = list(_changes(before.values, after.values))
    if len(found) == 1:
        return found[0]
    kinds = ", ".join(sorted({one.category for one in found}))
    differ = f"differ in {len(found)} values ({kinds})" if found else "are the same"
    raise UnknownName(f"the personas {before.id!r} and {after.id!r} {differ}; give two that differ in one value only")


def _changes(before: Sequence[PlantedValue], after: Sequence[PlantedValue]) -> Iterator[Changed]:
    left = [value for value in after if value not in before]
    for value in before:
        if value in after:
            continue
        other = next((one for one in left if _alike(one, value)), None)
        if other is not None:
            left.remove(other)
        yield Changed(value.category, value, other)
    yield from (Changed(one.category, None, one) for one in left)


def _alike(one: PlantedValue, other: PlantedValue) -> bool:
    return (one.category, one.instrument) == (other.category, other.instrument)
