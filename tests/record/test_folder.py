import hashlib
from pathlib import Path

import pytest
import yaml

from mhaudit.errors import CaseUnusable
from mhaudit.ingest.case.manifest import changes, read_manifest
from mhaudit.policy import load
from mhaudit.profile import load_app
from mhaudit.record.folder import About, case_facts, make_case
from mhaudit.record.sealing import seal

VERSIONS = {"mhaudit": "1", "mitmproxy": "2"}


def test_a_case_says_what_it_was_begun_with(tmp_path: Path) -> None:
    (tmp_path / "own.app.yaml").write_text("id: app.own\n", encoding="utf-8")
    folder = tmp_path / "new" / "case"
    make_case(folder, About(app=tmp_path / "own.app.yaml", facts={"device": "Pixel 7"}), VERSIONS)
    about = yaml.safe_load((folder / "case.yaml").read_text(encoding="utf-8"))
    assert about["schema"] == "mhaudit/case/1" and about["begun"].endswith("Z")
    assert (about["recorded_with"], about["device"]) == (VERSIONS, "Pixel 7")
    assert about["files"] == {"app.yaml": {"sha256": hashlib.sha256(b"id: app.own\n").hexdigest()}}
    assert (folder / "app.yaml").read_bytes() == b"id: app.own\n"
    assert sorted(file.name for file in folder.iterdir()) == ["app.yaml", "case.yaml"]


def test_files_that_the_profile_names_are_kept_where_it_looks_for_them(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "n.txt").write_text("We use Mixpanel.")
    profile = "id: app.own\nname: Own\nnotice: {file: texts/n.txt}\n"
    (tmp_path / "own.app.yaml").write_text(profile, encoding="utf-8")
    folder = tmp_path / "case"
    make_case(folder, About(app=tmp_path / "own.app.yaml"), VERSIONS)
    assert (folder / "texts" / "n.txt").read_text() == "We use Mixpanel."
    loaded = load_app(folder / "app.yaml", load())
    assert loaded.notice and loaded.notice.sentences == ("We use Mixpanel.",)
    seal(folder, VERSIONS)
    assert list(changes(folder, read_manifest(folder))) == []
    (folder / "texts" / "n.txt").write_text("We use nobody.")
    assert list(changes(folder, read_manifest(folder))) == ["texts/n.txt was changed."]


def test_it_is_for_its_owner_only(tmp_path: Path) -> None:
    (tmp_path / "case").mkdir(mode=0o755)
    (tmp_path / "p").write_text("id: x\n", encoding="utf-8")
    make_case(tmp_path / "case", About(persona=tmp_path / "p"), VERSIONS)
    assert (tmp_path / "case").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "case" / "persona.yaml").stat().st_mode & 0o777 == 0o600


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "capture.mitm").write_bytes(b"evidence")
    with pytest.raises(CaseUnusable, match="not empty, and no file is overwritten"):
        make_case(tmp_path, About(), VERSIONS)
    assert [file.name for file in tmp_path.iterdir()] == ["capture.mitm"]


def test_what_can_not_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for folder, about, said in (
        (tmp_path / "file", About(), r"file: File exists\."),
        (tmp_path / "case", About(app=tmp_path / "none.yaml"), r"none\.yaml: No such file or directory\."),
    ):
        with pytest.raises(CaseUnusable, match=said):
            make_case(folder, about, VERSIONS)


def test_what_was_said_is_there_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "app.apk").write_bytes(b"PK")
    assert case_facts("", None, None) == {}
    assert case_facts("Pixel 7", tmp_path / "app.apk", False) == {
        "device": "Pixel 7",
        "package": {"name": "app.apk", "sha256": hashlib.sha256(b"PK").hexdigest(), "bytes": 2},
        "app_modified": False,
    }


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CaseUnusable, match=r"none\.apk: No such file"):
        case_facts("", tmp_path / "none.apk", None)
