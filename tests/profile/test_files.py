"""Files that an app profile names."""

from pathlib import Path

import pytest

from mhaudit.model.knowledge import Policies
from mhaudit.profile import files
from tests.policy.profile.written import faults, loaded, write


def test_they_lie_beside_the_profile_or_below_it(tmp_path: Path, policies: Policies) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "n.txt").write_text("We use Mixpanel.")
    notice = loaded(tmp_path, policies, "notice: {file: texts/n.txt, retrieved: 2026-11-20}\n").notice
    assert notice and (notice.name, notice.sentences, notice.retrieved) == (
        "n.txt",
        ("We use Mixpanel.",),
        "2026-11-20",
    )


@pytest.mark.parametrize("name", ["/etc/passwd", "../n.txt", "a/../../n.txt", "..", "C:x", "a\\b"])
def test_no_path_leads_elsewhere(tmp_path: Path, policies: Policies, name: str) -> None:
    (found,) = faults(tmp_path, policies, f"notice: {{file: '{name}'}}\n")
    assert found.startswith("…:4: notice.file: is not written as required: a relative path")


def test_missing_and_large_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(files.NotUsable, match="'folder' is missing; put the file"):
        files.read(tmp_path, "folder")
    (tmp_path / "n.txt").write_text("We use Mixpanel.")
    monkeypatch.setattr(files, "LARGEST", 5)
    with pytest.raises(files.NotUsable, match="is larger than"):
        files.read(tmp_path, "n.txt")


def test_the_names_in_a_profile(tmp_path: Path) -> None:
    path = write(tmp_path, "notice: {file: n.txt}\nprivacy_manifests: [a.xcprivacy, b/c.xcprivacy]\n")
    assert files.referenced_files(path) == ("n.txt", "a.xcprivacy", "b/c.xcprivacy")
    path.write_text("notice: 3\n")
    assert files.referenced_files(path) == files.referenced_files(tmp_path / "none") == ()
