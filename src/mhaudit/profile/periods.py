"""Phases timed by an auditor, for captures by other recorders. Times must state that they are UTC."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mhaudit.errors import Fault
from mhaudit.model.subject import Period

if TYPE_CHECKING:
    from mhaudit.policy.yaml_text import Source


def periods(data: Mapping[str, Any]) -> tuple[Period, ...]:
    """Return the phases of a checked profile, in order."""
    return tuple(
        Period(id=entry["id"], begun=_seconds(entry["from"]), ended=_seconds(entry["to"]) if "to" in entry else None)
        for entry in data.get("phases", ())
    )


def period_faults(source: "Source") -> Iterator[Fault]:
    """Yield faults: invalid times, phases that end before they begin, overlaps, wrong order."""
    last: tuple[int, float] | None = None
    for number, entry in enumerate(source.data.get("phases", ())):
        path = ("phases", number)
        try:
            begun = _seconds(entry["from"])
            ended = _seconds(entry["to"]) if "to" in entry else None
        except ValueError:
            yield source.fault(path, "invalid time; write it like 2026-11-20T09:30:00Z")
            continue
        if ended is not None and ended <= begun:
            yield source.fault((*path, "to"), "ends before it begins")
        if last is not None and begun < last[1]:
            yield source.fault(
                (*path, "from"), f"begins before the end of phases[{last[0]}]: put phases in order of time"
            )
        last = number, ended if ended is not None else begun


def _seconds(text: str) -> float:
    """Return seconds since the epoch. Raise ValueError for an invalid day or hour."""
    return datetime.fromisoformat(text.upper().replace("Z", "+00:00")).timestamp()
