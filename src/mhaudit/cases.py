"""What recordings say of themselves beside their traffic: phases, the device, and what the auditor noted."""

from collections.abc import Iterator, Sequence

from mhaudit.engine import Engine
from mhaudit.ingest.case import device_of, notes_of, phases_of
from mhaudit.ingest.phases import phases_from
from mhaudit.ingest.reader import Capture
from mhaudit.ledger.facts import timestamp
from mhaudit.ledger.notes import NoteKeeper
from mhaudit.model.audit import Note, Phase
from mhaudit.model.subject import AppProfile


def phases(captures: Sequence[Capture], app: AppProfile | None) -> Iterator[Phase]:
    """The phases of every case, and for captures made elsewhere those of the app profile, in order of time."""
    cases = dict.fromkeys(capture.case for capture in captures if capture.case)
    found = [stage for case in cases for stage in phases_of(case).stages]
    if any(capture.case is None for capture in captures):
        found += phases_from(app).stages
    stages = sorted(found, key=lambda stage: stage.begun)
    return (Phase(id=stage.id, from_=timestamp(stage.begun), to=timestamp(stage.ended)) for stage in stages)


def device(captures: Sequence[Capture]) -> str:
    """What the cases say that the app ran on."""
    cases = dict.fromkeys(capture.case for capture in captures if capture.case)
    return "; ".join(dict.fromkeys(named for case in cases if (named := device_of(case))))


def notes(captures: Sequence[Capture], engine: Engine) -> Iterator[Note]:
    """What was noted in every case, in order of time; planted values are withheld."""
    keeper = NoteKeeper(engine.redact, engine.question.persona)
    cases = {capture.case: phases_of(capture.case) for capture in captures if capture.case}
    found = [(note, phases.at(note.at)) for case, phases in cases.items() for note in notes_of(case)]
    for note, phase in sorted(found, key=lambda each: each[0].at):
        yield Note(at=timestamp(note.at), text=keeper.kept(note.text("text")), phase=phase)
