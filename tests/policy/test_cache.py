import hashlib
from pathlib import Path

import orjson
import platformdirs
import pytest

from mhaudit.errors import Fault
from mhaudit.policy import cache
from mhaudit.policy.folder import Folder, read
from mhaudit.policy.layer import CheckedLayer, parse_layer
from tests.policy.write import ORGANISATION, SERVICE, folder


@pytest.fixture
def team(tmp_path: Path) -> Folder:
    files = {"organisations/acme.yaml": ORGANISATION, "services/acme-metrics.yaml": SERVICE}
    return read(folder(tmp_path, files), "team")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "cache"
    monkeypatch.setenv("MHAUDIT_CACHE_DIR", str(path))
    return path


def checked(team: Folder) -> CheckedLayer:
    faults: list[Fault] = []
    return parse_layer(team, faults)


def contents(layer: CheckedLayer | None) -> object:
    return layer and {kind: [(source.file, source.data) for source in found] for kind, found in layer.sources.items()}


def test_what_was_put_comes_back(team: Folder, place: Path) -> None:
    assert cache.get(team) is None
    layer = checked(team)
    cache.put(layer)
    assert contents(cache.get(team)) == contents(layer)
    assert [path.suffix for path in place.iterdir()] == [".json"]


def test_other_files_have_another_cache(team: Folder, tmp_path: Path) -> None:
    cache.put(checked(team))
    other = read(folder(tmp_path / "other", {"organisations/acme.yaml": ORGANISATION}), "team")
    assert cache.get(other) is None


def sealed(payload: bytes) -> bytes:
    return b"mhaudit-policies-1 " + hashlib.sha256(payload).hexdigest().encode() + b"\n" + payload


GOOD = {"organisation": [{"id": "acme"}], "service": [{"id": "acme-metrics"}]}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nothing",
        b"mhaudit-policies-1 0000\n{}",
        sealed(b"{}")[:-1],
        sealed(b"not json"),
        sealed(b"[" * 100_000),
        sealed(b"[]"),
        sealed(orjson.dumps({"organisation": []})),
        sealed(orjson.dumps(GOOD | {"rule": []})),
        sealed(orjson.dumps(GOOD | {"service": {}})),
        sealed(orjson.dumps(GOOD | {"service": []})),
        sealed(orjson.dumps(GOOD | {"service": [7]})),
        sealed(orjson.dumps(GOOD | {"service": [{"id": "another"}]})),
    ],
)
def test_a_cache_file_that_does_not_fit_is_left_aside(team: Folder, place: Path, content: bytes) -> None:
    cache.put(checked(team))
    (file,) = place.iterdir()
    file.write_bytes(content)
    assert cache.get(team) is None


def test_one_that_fits_is_taken(team: Folder, place: Path) -> None:
    cache.put(checked(team))
    (file,) = place.iterdir()
    file.write_bytes(sealed(orjson.dumps(GOOD)))
    found = cache.get(team)
    assert found is not None
    assert [source.data for source in found.sources["service"]] == [{"id": "acme-metrics"}]


def test_a_cache_that_can_not_be_written_is_not_missed(
    team: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.setenv("MHAUDIT_CACHE_DIR", str(tmp_path / "file" / "cache"))
    cache.put(checked(team))
    assert cache.get(team) is None


def test_the_folder_is_the_user_s_unless_another_is_named(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    assert cache.folder() == place
    monkeypatch.delenv("MHAUDIT_CACHE_DIR")
    assert cache.folder() == platformdirs.user_cache_path("mhaudit")
