import os
from pathlib import Path

import pytest

from mhaudit.record.append_only_file import AppendOnlyFile


def test_every_piece_is_there_before_the_file_is_closed(tmp_path: Path) -> None:
    file = AppendOnlyFile(tmp_path / "x")
    file.add(b"one ")
    file.add(b"two")
    assert (tmp_path / "x").read_bytes() == b"one two"
    file.close()


def test_what_the_system_takes_in_parts_is_written_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, write = AppendOnlyFile(tmp_path / "x"), os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:3]))
    file.add(b"a long piece")
    assert (tmp_path / "x").read_bytes() == b"a long piece"
    file.close()


def test_only_its_owner_can_read_it_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        AppendOnlyFile(tmp_path / "x").close()
    finally:
        os.umask(before)
    assert (tmp_path / "x").stat().st_mode & 0o777 == 0o600


def test_nothing_is_written_over_or_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"evidence")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for name in ("x", "link"):
        with pytest.raises(FileExistsError):
            AppendOnlyFile(tmp_path / name)
    assert (tmp_path / "x").read_bytes() == b"evidence" and not (tmp_path / "elsewhere").exists()
