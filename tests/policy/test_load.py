"""What comes from the cache is what the files say, and faults come from the files."""

from pathlib import Path

import pytest

from mhaudit.errors import InvalidFiles
from mhaudit.policy import assemble, load
from mhaudit.policy.load import read_folders
from tests.policy.write import KIND, ORGANISATION, SERVICE, folder

FILES = {"organisations/acme.yaml": ORGANISATION, "services/acme-metrics.yaml": SERVICE, "data/mood.colour.yaml": KIND}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MHAUDIT_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_the_same_policies_come_from_files_and_from_the_cache(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = load()
    assert len(list(place.glob("policies-*.json"))) == 1
    monkeypatch.setattr(assemble, "check_layers", None)
    assert load() == fresh


@pytest.mark.usefixtures("place")
def test_a_changed_file_is_read(tmp_path: Path) -> None:
    root = folder(tmp_path, FILES)
    assert load([root]).organisations["acme"].name == "Acme Metrics Ltd."
    folder(tmp_path, {"organisations/acme.yaml": ORGANISATION.replace("Ltd.", "GmbH")})
    assert load([root]).organisations["acme"].name == "Acme Metrics GmbH"


@pytest.mark.usefixtures("place")
def test_the_lists_are_left_out_on_request() -> None:
    for _ in ("fresh", "cached"):
        assert [layer.name for layer in load().layers] == ["mhaudit", "third-party-web"]
        assert [layer.name for layer in load(lists=False).layers] == ["mhaudit"]


def test_a_cache_file_that_is_broken_changes_nothing(place: Path) -> None:
    honest = load()
    (file,) = place.glob("policies-*.json")
    whole = file.read_bytes()
    file.write_bytes(whole[:-100])
    assert load() == honest
    assert file.read_bytes() == whole


def test_faults_of_all_folders_come_at_once_and_nothing_is_kept(tmp_path: Path, place: Path) -> None:
    first = folder(tmp_path / "a", {"organisations/acme.yaml": "id: acme\n"})
    second = folder(tmp_path / "b", {"packs/mine.yaml": "id: mine\n"})
    with pytest.raises(InvalidFiles) as raised:
        load([first, second])
    assert {Path(fault.file).name for fault in raised.value.faults} == {"acme.yaml", "mine.yaml"}
    assert not [*place.glob("policies-*.json")]


def test_what_is_right_beside_one_folder_may_be_wrong_beside_another(tmp_path: Path) -> None:
    first = folder(tmp_path / "a", FILES)
    second = folder(tmp_path / "b", {"services/acme-metrics.yaml": SERVICE})
    load([first, second])
    with pytest.raises(InvalidFiles) as raised:
        load([second])
    assert [(fault.line, fault.path) for fault in raised.value.faults] == [(3, "organisation")]


def test_folders_that_are_not_there_are_named_together(tmp_path: Path) -> None:
    with pytest.raises(InvalidFiles) as raised:
        read_folders([tmp_path / "x", tmp_path / "y"])
    assert [fault.what for fault in raised.value.faults] == ["is not a folder; give a folder of policy files"] * 2


def test_a_folder_is_called_as_it_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = folder(tmp_path, FILES)
    monkeypatch.chdir(root)
    assert [found.name for found in read_folders([Path()])] == ["mhaudit", "team"]


def test_every_shipped_regulation_links_to_its_text() -> None:
    without = [law.id for law in load().regulations.values() if not law.source.startswith("https://")]
    assert without == []
