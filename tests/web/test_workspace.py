from pathlib import Path

import pytest

from mhaudit.errors import CaseUnusable, UnknownName
from mhaudit.web.workspace import ENDINGS, Workspace, fit_ending, fit_name


def test_folders_and_files_are_their_owners_alone(workspace: Workspace) -> None:
    assert {path.name for path in workspace.root.iterdir()} == {*ENDINGS, ".work"}
    assert all(path.stat().st_mode & 0o777 == 0o700 for path in (workspace.root, *workspace.root.iterdir()))
    path = workspace.write("personas", "kim.yaml", "id: kim\n")
    assert (path.read_text(encoding="utf-8"), path.stat().st_mode & 0o777) == ("id: kim\n", 0o600)


@pytest.mark.parametrize(
    "name",
    ["", "..", "../kim.yaml", "a/b.yaml", "a\\b.yaml", ".hidden.yaml", "-o.yaml", "kim.txt", "a\nb.yaml", "k" * 200],
)
def test_a_name_that_leads_elsewhere_is_refused(workspace: Workspace, name: str) -> None:
    with pytest.raises(UnknownName):
        workspace.path("personas", name)


def test_a_link_is_not_followed(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text("id: own\n", encoding="utf-8")
    (workspace.root / "personas" / "kim.yaml").symlink_to(tmp_path / "outside.yaml")
    assert workspace.names("personas") == []
    with pytest.raises(UnknownName, match="unknown name 'kim.yaml' in personas"):
        workspace.there("personas", "kim.yaml")


def test_a_name_that_is_used_gets_a_number(workspace: Workspace) -> None:
    names = []
    for _ in range(3):
        path = workspace.free("captures", "traffic.har.gz")
        path.write_bytes(b"x")
        names.append(path.name)
    assert names == ["traffic.har.gz", "traffic-2.har.gz", "traffic-3.har.gz"]
    assert workspace.free("personas", "kim.yaml").name == "kim.yaml"
    assert workspace.free("cases", "../own app").name == "own app"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a b.har", "a b.har"),
        ("../../x", "x"),
        ("<img>.har", "img-.har"),
        ("…", "unnamed"),
        ("-x", "x"),
        ("ä😀b", "ä-b"),
    ],
)
def test_a_text_is_made_a_name(text: str, name: str) -> None:
    assert fit_name(text) == name
    assert fit_ending(".h<r") == ".hr"


def test_what_is_deleted_is_gone(workspace: Workspace) -> None:
    folder = workspace.root / "audits" / "one"
    folder.mkdir()
    (folder / "audit.json").write_bytes(b"12345")
    assert (workspace.size("audits", "one"), workspace.names("audits")) == (5, ["one"])
    workspace.delete("audits", "one")
    assert workspace.names("audits") == []
    with pytest.raises(UnknownName):
        workspace.delete("audits", "one")


def test_what_was_under_way_is_removed_at_the_next_start(workspace: Workspace) -> None:
    (workspace.work / "upload-x").write_bytes(b"half")
    assert list(Workspace(workspace.root).work.iterdir()) == []


def test_a_file_is_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CaseUnusable, match="can't be used as a workspace"):
        Workspace(tmp_path / "file")
