import json
from pathlib import Path

from mitmproxy.test.tflow import tflow, twebsocketflow

from mhaudit.model.capture import Exchange
from mhaudit.model.subject import CAPTURE, JOURNAL
from mhaudit.record.live.tail import CaseTail, LineTail, RecordTail
from tests.ingest.captures import dump
from tests.ingest.journals import BEGUN, case, event, written


def test_lines_come_once_they_are_whole(tmp_path: Path) -> None:
    path = tmp_path / "j"
    path.write_bytes(b"one\ntw")
    tail = LineTail(path)
    assert list(tail.new()) == [b"one"]
    assert list(tail.new()) == []
    with path.open("ab") as file:
        file.write(b"o\nthree\n")
    assert list(tail.new()) == [b"two", b"three"]


def test_records_come_once_they_are_whole_wherever_they_are_cut(tmp_path: Path) -> None:
    flows = [tflow(resp=True) for _ in range(3)]
    flows[1].request.content = b"x" * 3_000_000  # longer than what is read at once
    records = [dump([flow]) for flow in flows]
    data, path = b"".join(records), tmp_path / "d"
    path.touch()
    tail, found = RecordTail(path), list[bytes]()
    cuts = [1, 5, len(records[0]) - 1, len(records[0]) + 3, len(records[0]) + 2_000_000, len(data)]
    for begin, end in zip([0, *cuts], cuts, strict=False):
        with path.open("ab") as file:
            file.write(data[begin:end])
        found += tail.new()
    assert found == records


def add(folder: Path, *events: dict[str, object], flows: bytes = b"") -> None:
    with (folder / JOURNAL).open("ab") as journal, (folder / CAPTURE).open("ab") as capture:
        journal.write(written(*events))
        capture.write(flows)


def exchanges(follow: CaseTail) -> list[Exchange]:
    return [item for item in follow.new() if isinstance(item, Exchange)]


def test_what_is_new_comes_once_and_in_its_phase(tmp_path: Path) -> None:
    folder = case(tmp_path / "c", event("phase", 1, id="launch"), stopped=False)
    follow, early, late = CaseTail(folder), tflow(), tflow()
    early.request.timestamp_start, late.request.timestamp_start = BEGUN + 2, BEGUN + 12
    assert exchanges(follow) == []
    add(folder, flows=dump([early]))
    assert [(each.phase, each.number) for each in exchanges(follow)] == [("launch", 1)]
    add(folder, event("phase", 10, id="chat"), flows=dump([late]))
    assert [(each.phase, each.number) for each in exchanges(follow)] == [("chat", 2)]
    assert exchanges(follow) == []


def test_a_message_comes_while_its_socket_is_open_and_not_again_when_it_is_closed(tmp_path: Path) -> None:
    chat = twebsocketflow()
    opened = event("open", flow=chat.id, kind="websocket", host="chat.example", method="GET", path="/s")
    said = event("message", 5, flow=chat.id, sent=True, content="aGk=")
    folder = case(
        tmp_path / "c", event("phase", 1, id="launch"), opened, event("phase", 4, id="chat"), said, stopped=False
    )
    follow = CaseTail(folder)
    (message,) = exchanges(follow)
    assert (message.host, message.path, message.phase) == ("chat.example", "/s", "chat")
    assert [each.content for each in message.messages] == [b"hi"]
    add(folder, event("end", 6, flow=chat.id), flows=dump([chat, tflow()]))
    assert [each.kind for each in exchanges(follow)] == ["http"]


def test_the_gaps_so_far_are_told_and_a_recording_under_way_is_not_cut_off(tmp_path: Path) -> None:
    refused = event("tls-failed", host="a.example", why="The client does not trust the proxy's certificate")
    follow = CaseTail(case(tmp_path / "c", stopped=False))
    list(follow.new())
    assert list(follow.gaps()) == []
    add(tmp_path / "c", refused)
    list(follow.new())
    assert [gap.code for gap in follow.gaps()] == ["tls-refused"]


def test_a_line_that_is_no_event_stops_nothing(tmp_path: Path) -> None:
    folder = case(tmp_path / "c", stopped=False)
    with (folder / JOURNAL).open("ab") as journal:
        journal.write(b"nonsense\n" + json.dumps(event("phase", id="launch")).encode() + b"\n")
    follow = CaseTail(folder)
    list(follow.new())
    assert [gap.code for gap in follow.gaps()] == ["damaged-entry"]
