"""How many exchanges a file has, before it is read."""

import shutil
from pathlib import Path

import pytest

from mhaudit.ingest.estimate import expected_exchanges
from mhaudit.model.subject import CAPTURE


@pytest.mark.parametrize("name", ["meadow.har", "meadow.mitm"])
def test_the_estimate_is_the_number_that_is_read(meadow: Path, name: str) -> None:
    assert expected_exchanges([meadow / name]) == 85
    assert expected_exchanges([meadow / name, meadow / "meadow.har"]) == 170


def test_a_mark_across_two_blocks_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.har"
    for before in range((1 << 20) - 20, (1 << 20) + 3):
        path.write_bytes(b"{" + b" " * before + b'"startedDateTime": 1, "startedDateTime": 2}')
        assert expected_exchanges([path]) == 2, before


def test_a_case_has_its_dump(tmp_path: Path, meadow: Path) -> None:
    shutil.copy(meadow / "meadow.mitm", tmp_path / CAPTURE)
    assert expected_exchanges([tmp_path]) == 85


def test_other_files_have_no_estimate(tmp_path: Path, meadow: Path) -> None:
    (tmp_path / "a.pcap").write_bytes(b"\xd4\xc3\xb2\xa1")
    (tmp_path / "empty.har").write_bytes(b"")
    for path in (tmp_path / "a.pcap", tmp_path / "empty.har", tmp_path / "none.har", tmp_path):
        assert expected_exchanges([path]) is None
        assert expected_exchanges([meadow / "meadow.har", path]) is None
