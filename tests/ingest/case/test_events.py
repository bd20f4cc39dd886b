from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from mhaudit.ingest.case.events import DamagedLine, Event, event_of, read_events, was_stopped
from tests.ingest.journals import BEGUN, START, STOP, event, written


def test_events_have_name_time_and_fields() -> None:
    (note,) = read_events(BytesIO(written(event("note", 2.5, text="went to the diary"))))
    assert isinstance(note, Event)
    assert (note.name, note.at, note.text("text"), note.text("at"), note.text("none")) == (
        *("note", BEGUN + 2.5, "went to the diary"),
        *("", ""),
    )


def test_an_invalid_line_is_damage_and_affects_no_other() -> None:
    data = written(START) + b"\xff\xfe\n[1]\n{}\n" + written(STOP)
    found = list(read_events(BytesIO(data)))
    assert [line.name for line in found if isinstance(line, Event)] == ["start", "stop"]
    assert [line for line in found if isinstance(line, DamagedLine)] == [
        DamagedLine(2, 3),
        DamagedLine(3, 4),
        DamagedLine(4, 3),
    ]


def test_a_last_line_that_breaks_off_is_left_out() -> None:
    assert [line.name for line in read_events(BytesIO(written(START) + b'{"at":1')) if isinstance(line, Event)] == [
        "start"
    ]


def test_a_journal_that_was_stopped_says_so_at_its_end() -> None:
    assert was_stopped(BytesIO(written(START, STOP)))
    assert not was_stopped(BytesIO(written(START, STOP, event("note", text="stop"))))
    assert not was_stopped(BytesIO(written(START, STOP)[:-5]))
    assert not was_stopped(BytesIO(b""))
    assert was_stopped(BytesIO(written(event("note", text="x" * 10_000), STOP)))


def test_looking_for_the_end_leaves_the_file_at_its_beginning() -> None:
    file = BytesIO(written(START, STOP))
    was_stopped(file)
    assert file.tell() == 0


@given(st.binary(max_size=200))
def test_any_line_is_an_event_or_none(line: bytes) -> None:
    found = event_of(line)
    assert found is None or isinstance(found.at, float)
