"""What recordings say of themselves beside their traffic."""

import json
from pathlib import Path

from mhaudit.auditing import question
from mhaudit.auditing.engine import Engine
from mhaudit.auditing.pipeline import device, notes, phases
from mhaudit.ingest.case.folder import captures_of
from mhaudit.ingest.reader import Capture
from mhaudit.model.audit import Note, Phase
from mhaudit.model.subject import ABOUT, JOURNAL
from tests.cli.traffic import subject

LINES = (
    {"at": 10.0, "event": "phase", "id": "launch"},
    {"at": 11.0, "event": "note", "text": "It asked for consent."},
    {"at": 20.0, "event": "phase", "id": "chat"},
    {"at": 21.0, "event": "note", "text": "Typed mood 3."},
)


def recorded(tmp_path: Path) -> list[Capture]:
    case = tmp_path / "case"
    case.mkdir()
    (case / ABOUT).write_text("device: 'Pixel 7,\n  Android 14'\n", encoding="utf-8")
    (case / JOURNAL).write_text("".join(json.dumps(line) + "\n" for line in LINES), encoding="utf-8")
    return captures_of(case, "case")


def test_phases_device_and_notes(tmp_path: Path) -> None:
    captures = recorded(tmp_path)
    _, _, _, persona = subject(tmp_path)
    engine = Engine(question(persona=Path(persona)))
    assert device(captures) == "Pixel 7, Android 14"
    assert next((phase.id, phase.from_, phase.to) for phase in phases(captures, None)) == (
        "launch",
        "1970-01-01T00:00:10.000Z",
        "1970-01-01T00:00:20.000Z",
    )
    assert next((note.phase, note.text) for note in notes(captures, engine)) == ("launch", "It asked for consent.")
    assert {type(phase) for phase in phases(captures, None)} == {Phase}
    assert {type(note) for note in notes(captures, engine)} == {Note}


def test_a_capture_of_another_s_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.har"
    path.write_text("{}", encoding="utf-8")
    captures = [Capture(path, "a.har")]
    assert (device(captures), list(phases(captures, None)), list(notes(captures, Engine(question())))) == ("", [], [])
