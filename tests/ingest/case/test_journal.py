from pathlib import Path

from mitmproxy.test.tflow import tflow

from mhaudit.ingest.formats import reader_for
from mhaudit.ingest.reader import WHOLE, Capture, Share
from mhaudit.model.capture import Item
from mhaudit.model.subject import JOURNAL
from tests.ingest.captures import dump, exchanges, gaps
from tests.ingest.journals import START, case, event, written

PINNED = event("closed", host="pinned.example", established=True, seconds=0.1, transport="tcp", failure="")
OPENED = event("open", flow="w", kind="websocket", host="chat.example", scheme="https", method="GET", path="/")


def read(folder: Path, share: Share = WHOLE) -> list[Item]:
    capture = Capture(folder / JOURNAL, JOURNAL, case=folder)
    reader = reader_for(capture)
    assert reader is not None and reader.format == "mhaudit journal"
    return list(reader.read(capture, share))


def test_a_journal_is_known_by_its_first_line(tmp_path: Path) -> None:
    (tmp_path / "renamed.har").write_bytes(written(START))
    reader = reader_for(Capture(tmp_path / "renamed.har", "renamed.har"))
    assert reader is not None and reader.format == "mhaudit journal"


def test_a_recording_that_was_stopped_and_saw_everything_has_no_gap(tmp_path: Path) -> None:
    assert read(case(tmp_path, event("request", flow="1", host="a.example"))) == []


def test_failed_contacts_are_gaps(tmp_path: Path) -> None:
    assert [(gap.code, gap.host) for gap in gaps(read(case(tmp_path, PINNED)))] == [
        ("probable-pinning", "pinned.example")
    ]


def test_a_recording_that_was_cut_off_names_what_was_under_way(tmp_path: Path) -> None:
    saved = tflow()
    events = [event("request", flow=saved.id, host="saved.example"), event("request", flow="2", host="Lost.example")]
    folder = case(tmp_path, *events, OPENED, flows=dump([saved]), stopped=False)
    items = read(folder)
    assert [(gap.code, gap.host, gap.blocking) for gap in gaps(items)] == [
        ("recording-cut-off", "", True),
        ("exchange-lost", "lost.example", True),
    ]
    assert [each.host for each in exchanges(items)] == ["chat.example"]


def test_a_socket_of_a_recording_that_was_cut_off_is_not_lost(tmp_path: Path) -> None:
    upgrade = event("request", flow="w", host="chat.example")
    assert [gap.code for gap in gaps(read(case(tmp_path, upgrade, OPENED, stopped=False)))] == ["recording-cut-off"]


def test_a_damaged_line_is_a_gap_with_its_number(tmp_path: Path) -> None:
    folder = case(tmp_path, PINNED)
    lines = (folder / JOURNAL).read_bytes().splitlines(keepends=True)
    (folder / JOURNAL).write_bytes(lines[0] + b"not json\n" + b"".join(lines[1:]))
    damage, pinned = gaps(read(folder))
    assert (damage.code, damage.detail, damage.blocking, damage.unread) == (
        *("damaged-entry", "journal.jsonl: line 2 is not an event"),
        *(True, 9),
    )
    assert pinned.code == "probable-pinning"


def test_shares_together_are_the_whole(tmp_path: Path) -> None:
    folder = case(tmp_path, PINNED, OPENED, OPENED | {"flow": "x"}, stopped=False)
    parts = [read(folder, Share(number, 2)) for number in range(2)]
    assert [len(exchanges(part)) for part in parts] == [1, 1]
    assert [len(gaps(part)) for part in parts] == [2, 0]
