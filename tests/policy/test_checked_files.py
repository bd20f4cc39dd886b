"""What passed is remembered by content, schema and library, and by nothing else."""

from importlib.metadata import version
from pathlib import Path

import platformdirs
import pytest

from mhaudit.policy import checked_files
from mhaudit.policy.checked_files import PassedFiles, cache_folder, library_version


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "cache"
    monkeypatch.setenv("MHAUDIT_CACHE_DIR", str(path))
    return path


def test_what_passed_is_known_in_the_next_run() -> None:
    passed = PassedFiles()
    assert not passed.holds(b"id: x", b"schema")
    passed.add(b"id: x", b"schema")
    passed.keep()
    again = PassedFiles()
    assert again.holds(b"id: x", b"schema")
    assert not again.holds(b"id: y", b"schema")
    assert not again.holds(b"id: x", b"schemb")
    assert not again.holds(b"id: xs", b"chema")


def test_another_version_of_the_library_knows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    passed = PassedFiles()
    passed.add(b"id: x", b"schema")
    passed.keep()
    monkeypatch.setattr(checked_files, "library_version", lambda: "jsonschema-0.dist-info")
    assert not PassedFiles().holds(b"id: x", b"schema")


def test_the_list_holds_digests_alone_and_is_bounded(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checked_files, "_MOST", 3)
    passed = PassedFiles()
    for number in range(5):
        passed.add(f"secret {number}".encode(), b"schema")
    passed.keep()
    lines = (place / "passed-files").read_text(encoding="ascii").split()
    assert [len(line) for line in lines] == [64, 64, 64]
    again = PassedFiles()
    assert [again.holds(f"secret {number}".encode(), b"schema") for number in range(5)] == [False, False, *[True] * 3]


def test_nothing_is_written_where_nothing_was_added(place: Path) -> None:
    PassedFiles().keep()
    assert not place.exists()
    passed = PassedFiles()
    passed.add(b"x", b"schema")
    passed.keep()
    before = (place / "passed-files").stat().st_mtime_ns
    again = PassedFiles()
    again.add(b"x", b"schema")
    again.keep()
    assert (place / "passed-files").stat().st_mtime_ns == before


def test_a_damaged_list_and_an_unwritable_folder_are_not_faults(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place.mkdir()
    (place / "passed-files").write_bytes(b"\xff\xfe")
    passed = PassedFiles()
    assert not passed.holds(b"x", b"schema")
    monkeypatch.setenv("MHAUDIT_CACHE_DIR", str(place / "passed-files" / "below"))
    passed.add(b"x", b"schema")
    passed.keep()
    assert not PassedFiles().holds(b"x", b"schema")


def test_the_version_is_that_of_the_installed_library() -> None:
    assert library_version() == f"jsonschema-{version('jsonschema')}.dist-info"


def test_the_folder_is_the_user_s_unless_another_is_named(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    assert cache_folder() == place
    monkeypatch.delenv("MHAUDIT_CACHE_DIR")
    assert cache_folder() == platformdirs.user_cache_path("mhaudit")
