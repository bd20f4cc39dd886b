import hashlib
import sys
from pathlib import Path

import orjson
import pytest

from mhaudit.errors import InvalidFiles
from mhaudit.policy import cache, load
from mhaudit.policy.folder import built_in, read
from tests.policy.write import KIND, ORGANISATION, RULE, SERVICE, folder

FILES = {"organisations/acme.yaml": ORGANISATION, "services/acme-metrics.yaml": SERVICE, "data/mood.colour.yaml": KIND}


def test_the_same_policies_come_from_files_and_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MHAUDIT_CACHE_DIR", str(tmp_path))
    fresh = load()
    assert len(list(tmp_path.iterdir())) == 1
    monkeypatch.setattr(sys.modules["mhaudit.policy.load"], "parse_layer", None)
    assert load() == fresh


def test_layers_lie_on_top_of_each_other(tmp_path: Path) -> None:
    plain = load()
    root = folder(tmp_path, FILES | {"rules/HLT-001.yaml": RULE.replace("XX-001", "HLT-001")})
    both = load([root])
    shipped, fallback = [(layer.name, layer.files) for layer in plain.layers]
    assert [(layer.name, layer.files) for layer in both.layers] == [shipped, ("team", 4), fallback]
    assert both.services["acme-metrics"].layer == "team"
    assert both.services["mixpanel"].layer == "mhaudit"
    assert both.rules["HLT-001"].title == "Something was seen"
    assert both.rules["HLT-002"] == plain.rules["HLT-002"]
    assert both.kinds["mood.colour"].label == "Colour of the mood"
    assert both.digest != plain.digest


def test_the_later_of_two_layers_wins(tmp_path: Path) -> None:
    first = folder(tmp_path / "a", FILES)
    second = folder(tmp_path / "b", {"organisations/acme.yaml": ORGANISATION.replace("Metrics", "Ads")})
    assert load([first, second]).organisations["acme"].name == "Acme Ads Ltd."
    assert load([second, first]).organisations["acme"].name == "Acme Metrics Ltd."


def test_a_host_belongs_to_the_service_of_the_later_layer(tmp_path: Path) -> None:
    text = SERVICE.replace("host: acme-metrics.example, match: suffix", "host: api.mixpanel.com, match: exact")
    both = load([folder(tmp_path, FILES | {"services/acme-metrics.yaml": text})])
    assert [host.host for host in both.services["acme-metrics"].hosts] == ["api.mixpanel.com"]
    assert "api.mixpanel.com" not in [host.host for host in both.services["mixpanel"].hosts]
    assert "api.mixpanel.com" in [host.host for host in load().services["mixpanel"].hosts]


def test_faults_of_all_folders_come_at_once_and_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MHAUDIT_CACHE_DIR", str(tmp_path / "cache"))
    first = folder(tmp_path / "a", {"organisations/acme.yaml": "id: acme\n"})
    second = folder(tmp_path / "b", {"packs/mine.yaml": "id: mine\n"})
    with pytest.raises(InvalidFiles) as raised:
        load([first, second])
    assert {Path(fault.file).name for fault in raised.value.faults} == {"acme.yaml", "mine.yaml"}
    assert not (tmp_path / "cache").exists()


def test_folders_that_are_not_there_are_named_together(tmp_path: Path) -> None:
    with pytest.raises(InvalidFiles) as raised:
        load([tmp_path / "x", tmp_path / "y"])
    assert [fault.what for fault in raised.value.faults] == ["is no folder", "is no folder"]


def test_faults_that_a_cached_layer_makes_have_their_lines(tmp_path: Path) -> None:
    """A layer can be right by itself and wrong beside others: then the files are read again."""
    first = folder(tmp_path / "a", FILES)
    second = folder(tmp_path / "b", {"services/acme-metrics.yaml": SERVICE})
    load([first, second])
    with pytest.raises(InvalidFiles) as raised:
        load([second])
    assert [(fault.line, fault.path) for fault in raised.value.faults] == [(3, "organisation")]


def test_a_cached_file_of_the_wrong_shape_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MHAUDIT_CACHE_DIR", str(tmp_path))
    honest = load()
    (file,) = tmp_path.iterdir()
    data = orjson.loads(file.read_bytes().split(b"\n", 1)[1])
    data["service"][0]["hosts"] = 7
    payload = orjson.dumps(data)
    file.write_bytes(b"mhaudit-policies-1 " + hashlib.sha256(payload).hexdigest().encode() + b"\n" + payload)
    assert cache.get(read(built_in(), "mhaudit")) is not None
    assert load() == honest


def test_bulk_lists_lie_below_everything() -> None:
    alone, both = load(lists=False), load()
    assert [layer.name for layer in alone.layers] == ["mhaudit"]
    assert [layer.name for layer in both.layers] == ["mhaudit", "third-party-web"]
    assert alone.digest != both.digest
    assert both.services["mixpanel"] == alone.services["mixpanel"]
    assert {service.layer for name, service in both.services.items() if name not in alone.services} == {
        "third-party-web"
    }
