from pathlib import Path

from mhaudit.web.upload import FieldSink, FileSink, no_room_for


def test_a_file_is_written_as_it_comes(tmp_path: Path) -> None:
    sink = FileSink(tmp_path, "C:\\own\\traffic.har")
    for _ in range(3):
        sink.write(b"abc")
    sink.close()
    assert (sink.name, sink.size, sink.refused, sink.path.read_bytes()) == ("traffic.har", 9, "", b"abcabcabc")
    assert sink.path.stat().st_mode & 0o777 == 0o600


def test_one_byte_too_many_gives_the_room_back(tmp_path: Path) -> None:
    sink = FileSink(tmp_path, "a", largest=5)
    sink.write(b"12345")
    assert sink.refused == ""
    sink.write(b"6")
    sink.write(b"7" * 100)
    sink.close()
    assert sink.refused.startswith("larger than ") and list(tmp_path.iterdir()) == []


def test_a_field_is_cut_where_it_is_absurd() -> None:
    sink = FieldSink()
    for _ in range(3):
        sink.write(b"x" * 30_000)
    sink.close()
    assert len(sink.value) == 64 * 1024


def test_room_stays_on_the_disk(tmp_path: Path) -> None:
    reserve = 256 * 1024**2
    assert no_room_for(1000, tmp_path, lambda _: reserve + 1000) == ""
    assert no_room_for(1001, tmp_path, lambda _: reserve + 1000) == "the disk has room for 0 MiB"
    assert no_room_for(1, tmp_path, lambda _: 0) == "the disk has room for 0 MiB"
