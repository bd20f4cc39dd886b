from pathlib import Path

from mitmproxy.test.tflow import tflow

from mhaudit.record.live.tail import LineTail, RecordTail
from tests.ingest.captures import dump


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
