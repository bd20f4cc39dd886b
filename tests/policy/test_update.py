"""Newer policies in place of the shipped ones: checked as a whole, and refused if older."""

import shutil
import zipfile
from pathlib import Path

import pytest

from mhaudit.errors import InvalidFiles
from mhaudit.policy import load
from mhaudit.policy.folder import built_in, read, updated_folder
from mhaudit.policy.load import base_folder
from mhaudit.policy.update import update


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MHAUDIT_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    folder = tmp_path / "downloaded" / "policies"
    shutil.copytree(built_in(), folder)
    file = folder / "organisations" / "mixpanel.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("2026-11-23", "2027-03-01"), encoding="utf-8")
    return folder


def test_newer_policies_are_used_and_removed_again(newer: Path) -> None:
    assert base_folder() == built_in()
    found = update(newer, load().checked_on)
    assert (found.checked_on, found.path) == ("2027-03-01", updated_folder())
    assert found.digest == read(newer, "mhaudit").digest == load(lists=False).layers[0].digest
    assert load().checked_on == "2027-03-01"
    shutil.rmtree(updated_folder())
    assert load().checked_on < "2027-03-01"


def test_a_zip_file_is_one_too(newer: Path, tmp_path: Path) -> None:
    archive = Path(shutil.make_archive(str(tmp_path / "p"), "zip", newer.parent))
    assert update(archive, "2026-12-01", read(newer, "mhaudit").digest.upper()).checked_on == "2027-03-01"


def test_what_is_older_damaged_or_another_is_refused_and_nothing_changes(newer: Path, tmp_path: Path) -> None:
    with pytest.raises(InvalidFiles, match=r"last checked on 2027-03-01, before the installed ones \(2027-03-02\)"):
        update(newer, "2027-03-02")
    with pytest.raises(InvalidFiles, match="not the given one"):
        update(newer, "2026-12-01", "0" * 64)
    (newer / "services" / "mixpanel.yaml").write_text("id: mixpanel\n", encoding="utf-8")
    with pytest.raises(InvalidFiles, match="the field 'name' is missing"):
        update(newer, "2026-12-01")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InvalidFiles, match="contains no policies"):
        update(tmp_path / "empty", "2026-12-01")
    assert not updated_folder().exists()
    assert [*(tmp_path / "data").iterdir()] == []


@pytest.mark.parametrize("name", ["../x.yaml", "/x.yaml", "a/../../x.yaml", "a\\x.yaml"])
def test_an_archive_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        archive.writestr(name, "x")
    with pytest.raises(InvalidFiles, match="has a path outside of the archive"):
        update(tmp_path / "p.zip", "")


def test_another_file_is_not_an_archive(tmp_path: Path) -> None:
    (tmp_path / "p.zip").write_text("x", encoding="utf-8")
    with pytest.raises(InvalidFiles, match="neither a folder nor a ZIP file"):
        update(tmp_path / "p.zip", "")
