from pathlib import Path

import pytest

from mhaudit.errors import CaptureUnreadable
from mhaudit.ingest.pcap.tshark import Tshark
from tests.ingest.pcap.wire import Wire, pcap


def capture(folder: Path, *, cut: int = 0) -> Tshark:
    wire = Wire()
    for number in range(3):
        wire.udp("203.0.113.1", 9000 + number, b"mood 3")
    path, keys = folder / "a.pcap", folder / "keys"
    data = pcap(wire)
    path.write_bytes(data[: len(data) - cut])
    keys.write_bytes(b"")
    return Tshark(path, "a.pcap", keys, folder)


def test_rows_of_fields(tmp_path: Path, tshark: str) -> None:
    run = capture(tmp_path)
    assert list(run.rows(["frame.number", "ip.dst", "udp.dstport", "tcp.len"])) == [
        ["1", "203.0.113.1", "9000", ""],
        ["2", "203.0.113.1", "9001", ""],
        ["3", "203.0.113.1", "9002", ""],
    ]
    assert run.complaints == ""


def test_the_layers_of_packets(tmp_path: Path, tshark: str) -> None:
    (layers,) = capture(tmp_path).packets("udp.dstport == 9001", "frame udp")
    assert layers["frame"]["frame.number"] == "2"
    assert layers["udp"]["udp.dstport"] == "9001"
    assert layers["data_raw"][0] == b"mood 3".hex()


def test_a_truncated_file_is_reported(tmp_path: Path, tshark: str) -> None:
    run = capture(tmp_path, cut=5)
    assert len(list(run.rows(["frame.number"]))) == 2
    assert "cut short" in run.complaints


def test_reading_can_be_ended_early(tmp_path: Path, tshark: str) -> None:
    run = capture(tmp_path)
    rows = run.rows(["frame.number"])
    assert next(rows) == ["1"]
    rows.close()  # type: ignore[attr-defined]  # it is a generator
    assert len(list(run.rows(["frame.number"]))) == 3


def test_without_tshark_the_message_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CaptureUnreadable, match=r"a\.pcap: reading packets needs tshark, .*apt install tshark.*brew"):
        capture(tmp_path)


def test_it_reads_no_user_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tshark: str) -> None:
    """A setting of the user's that would break it, were it read."""
    home = tmp_path / "home"
    for folder in (home / ".config" / "wireshark", home / ".wireshark"):
        folder.mkdir(parents=True)
        (folder / "disabled_protos").write_text("udp\n", encoding="ascii")
    monkeypatch.setenv("HOME", str(home))
    assert [row[0] for row in capture(tmp_path).rows(["udp.dstport"])] == ["9000", "9001", "9002"]
