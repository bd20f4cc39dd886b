import json
import time
from pathlib import Path

from mhaudit.ingest.case.events import was_stopped
from mhaudit.ingest.formats import reader_for
from mhaudit.ingest.reader import Capture
from mhaudit.record.journal import Journal


def test_events_are_lines_with_their_time(tmp_path: Path) -> None:
    before = time.time()
    journal = Journal(tmp_path / "j", {"mhaudit": "9.9"})
    journal.write("note", text="two\nlines")
    journal.message("f", True, b"\x00\xff")
    start, note, message = (json.loads(line) for line in (tmp_path / "j").read_bytes().splitlines())
    assert before <= start["at"] <= note["at"] <= message["at"] <= time.time()
    assert (start["schema"], start["event"], start["mhaudit"]) == ("mhaudit/journal/1", "start", "9.9")
    assert (note["event"], note["text"]) == ("note", "two\nlines")
    assert (message["flow"], message["sent"], message["content"]) == ("f", True, "AP8=")


def test_a_name_of_half_characters_is_written(tmp_path: Path) -> None:
    """A header or host need not be text."""
    Journal(tmp_path / "j", {}).write("request", host="a\udcff.example")
    assert json.loads((tmp_path / "j").read_bytes().splitlines()[1])["host"] == "a\udcff.example"


def test_the_last_line_says_that_it_was_stopped(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j", {})
    with (tmp_path / "j").open("rb") as file:
        assert not was_stopped(file)
        journal.close()
        assert was_stopped(file)


def test_the_reader_knows_it(tmp_path: Path) -> None:
    Journal(tmp_path / "j", {}).close()
    reader = reader_for(Capture(tmp_path / "j", "j"))
    assert reader is not None and reader.format == "mhaudit journal"
