from pathlib import Path

from mitmproxy.test.tflow import tflow

from mhaudit.ingest.case.folder import phases_of
from tests.record.journal_of import events, recording_in


def test_phases_and_notes_are_events(tmp_path: Path) -> None:
    recording = recording_in(tmp_path)
    recording.begin("launch")
    recording.note("a banner asks for consent")
    recording.begin("before-consent")
    recording.close()
    assert events(tmp_path) == [
        {"event": "phase", "id": "launch"},
        {"event": "note", "text": "a banner asks for consent"},
        {"event": "phase", "id": "before-consent"},
        {"event": "stop"},
    ]
    assert [stage.id for stage in phases_of(tmp_path).stages] == ["launch", "before-consent"]
    assert recording.counts.phase == "before-consent" and recording.counts.since


def test_what_is_written_is_counted(tmp_path: Path) -> None:
    recording = recording_in(tmp_path)
    recording.save(tflow(resp=True))
    recording.save(tflow())
    assert recording.counts.exchanges == 2
    assert recording.counts.bytes == (tmp_path / "capture.mitm").stat().st_size > 1000
