"""Published studies beside this audit: only rows that measure what this audit measured, each with its denominator."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from mhaudit.model.audit import Audit
from mhaudit.report.groups import Group
from mhaudit.report.language import message, say
from mhaudit.report.measures import MEASURES, Measured
from mhaudit.report.words import share

STUDIES = Path(__file__).with_name("studies")


class StudyRow(Struct, frozen=True, kw_only=True):
    """One figure of a study: `part` of `whole` things did what `counted` says. `measure` is a key of `MEASURES`."""

    measure: str
    counted: str
    part: int
    whole: int
    of: str
    confidence: Literal["verified", "secondary"]


class Study(Struct, frozen=True, kw_only=True):
    """A study with its rows; figures are facts, and where it was published is their source."""

    id: str
    cite: str
    about: str
    rows: tuple[StudyRow, ...]

    def texts(self) -> Iterator[str]:
        """What a report says of it, for the catalogue."""
        yield self.about
        for row in self.rows:
            yield from (row.counted, row.of)


class Beside(Struct, frozen=True, kw_only=True):
    """A row of a study, and what this audit has to set beside it."""

    study: Study
    row: StudyRow
    theirs: str
    ours: str


@cache
def studies() -> tuple[Study, ...]:
    """The studies that are known, by id."""
    return tuple(_study(json.loads(path.read_bytes())) for path in sorted(STUDIES.glob("*-[0-9]*.json")))


def beside_studies(audit: Audit, groups: Sequence[Group]) -> tuple[Beside, ...]:
    """The rows that fit what was measured; none where nothing was recorded."""
    if not audit.coverage.exchanges:
        return ()
    return tuple(
        Beside(study=study, row=row, theirs=_theirs(row), ours=_ours(measured))
        for study in studies()
        for row in study.rows
        if (measured := MEASURES[row.measure](audit, groups)) is not None
    )


def _study(data: dict[str, Any]) -> Study:
    return Study(**{**data, "rows": tuple(StudyRow(**row) for row in data["rows"])})


def _theirs(row: StudyRow) -> str:
    return say(
        "{part} of {whole} {things} ({percent})",
        part=row.part,
        whole=row.whole,
        things=message(row.of),
        percent=share(row.part, row.whole),
    )


def _ours(measured: Measured) -> str:
    if isinstance(measured, bool):
        return say("yes") if measured else say("not in what could be read")
    part, whole = measured
    return say("{part} of {whole} organisations ({percent})", part=part, whole=whole, percent=share(part, whole))
