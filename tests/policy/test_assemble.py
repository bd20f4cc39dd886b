from pathlib import Path

import pytest

from mhaudit.errors import InvalidFiles
from mhaudit.policy import load
from mhaudit.policy.assemble import assemble, check_layers
from mhaudit.policy.load import read_folders
from tests.policy.write import KIND, ORGANISATION, RULE, SERVICE, folder

FILES = {"organisations/acme.yaml": ORGANISATION, "services/acme-metrics.yaml": SERVICE, "data/mood.colour.yaml": KIND}


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


def test_bulk_lists_lie_below_everything() -> None:
    alone, both = load(lists=False), load()
    assert [layer.name for layer in alone.layers] == ["mhaudit"]
    assert [layer.name for layer in both.layers] == ["mhaudit", "third-party-web"]
    assert alone.digest != both.digest
    assert both.services["mixpanel"] == alone.services["mixpanel"]
    assert {service.layer for name, service in both.services.items() if name not in alone.services} == {
        "third-party-web"
    }


def test_layers_are_assembled_in_their_order(tmp_path: Path) -> None:
    layers = check_layers(read_folders([folder(tmp_path, FILES)]))
    assert [(layer.folder.name, sum(map(len, layer.sources.values()))) for layer in layers[1:]] == [("team", 3)]
    both = assemble(layers, lists=False)
    assert [layer.name for layer in both.layers] == ["mhaudit", "team"]
    assert both.organisations["acme"].name == "Acme Metrics Ltd."
    assert list(both.kinds) == sorted(both.kinds)


def test_names_are_looked_up_only_where_all_files_are_right_by_themselves(tmp_path: Path) -> None:
    """A file that is left out for its own faults would make the names of others lead nowhere."""
    root = folder(tmp_path, FILES | {"organisations/acme.yaml": "id: acme\n"})
    with pytest.raises(InvalidFiles) as raised:
        check_layers(read_folders([root]))
    assert [fault.what for fault in raised.value.faults] == [
        "the field 'checked_on' is missing",
        "the field 'name' is missing",
    ]
    (root / "organisations" / "acme.yaml").unlink()
    with pytest.raises(InvalidFiles, match="unknown organisation 'acme'"):
        check_layers(read_folders([root]))
