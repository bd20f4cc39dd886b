"""The rows of a study, from manifests, folders and single files."""

from pathlib import Path

import pytest

from mhaudit.errors import InvalidFiles
from mhaudit.study.manifest import StudyApp, apps_of
from tests.study.apps import small_study


def test_a_manifest_in_csv(tmp_path: Path) -> None:
    rows = apps_of([str(small_study(tmp_path))])
    assert [row.app for row in rows] == ["broken", "keeps", "leaks", "silent", "unprofiled"]
    assert rows[2] == StudyApp(
        app="leaks",
        captures=(str(tmp_path / "leaks.har"),),
        name="Leaks",
        version="1",
        profile=str(tmp_path / "own.app.yaml"),
        persona=str(tmp_path / "kim.persona.yaml"),
    )
    assert (rows[4].profile, rows[4].persona) == ("", str(tmp_path / "kim.persona.yaml"))


def test_the_same_in_yaml(tmp_path: Path) -> None:
    manifest = tmp_path / "apps.yaml"
    manifest.write_text(
        "apps:\n  - {app: a, captures: one.har, wave: '1'}\n  - {app: a, captures: [s3://b/two.har, /x/three.har]}\n",
        encoding="utf-8",
    )
    first, second = apps_of([str(manifest)])
    assert (first.wave, first.captures) == ("", ("s3://b/two.har", "/x/three.har"))
    assert (second.wave, second.captures) == ("1", (str(tmp_path / "one.har"),))


def test_a_folder_is_an_app_a_file_or_case(tmp_path: Path) -> None:
    small_study(tmp_path / "in")
    case = tmp_path / "in" / "recorded"
    case.mkdir()
    (case / "case.yaml").write_text("app: x\n", encoding="utf-8")
    (tmp_path / "in" / ".hidden").write_text("", encoding="utf-8")
    found = {row.app: row.captures for row in apps_of([str(tmp_path / "in")])}
    assert found["leaks"] == (str(tmp_path / "in" / "leaks.har"),)
    assert found["recorded"] == (str(case),) and ".hidden" not in found


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("app,captures,score\na,b.har,3\n", ["1: score: unknown column; allowed are app, name"]),
        ("name\nx\n", ["1: app: the column is missing", "1: captures: the column is missing", "1: "]),
        ("app,captures\n,b.har\na,\n", ["2: app: is empty", "3: captures: is empty"]),
        ("app,captures\na,b.har,c,d\n", ["2: has more than 2 fields"]),
    ],
)
def test_faults_name_line_and_column(tmp_path: Path, text: str, faults: list[str]) -> None:
    manifest = tmp_path / "m.csv"
    manifest.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidFiles) as raised:
        apps_of([str(manifest)])
    lines = str(raised.value).splitlines()
    assert len(lines) == len([fault for fault in faults if fault != "1: "])
    for line, fault in zip(lines, faults, strict=False):
        assert line.startswith(f"{manifest}:{fault}")


def test_a_row_stands_there_once(tmp_path: Path) -> None:
    manifest = small_study(tmp_path)
    with pytest.raises(InvalidFiles, match="app 'leaks' is in the study twice; remove one row"):
        apps_of([str(manifest), str(manifest)])


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InvalidFiles, match="does not exist; give a manifest, a folder, captures or saved audits"):
        apps_of([str(tmp_path / "none")])
    (tmp_path / "empty").mkdir()
    with pytest.raises(InvalidFiles, match="holds no capture, case or saved audit"):
        apps_of([str(tmp_path / "empty")])
