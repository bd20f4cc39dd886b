import hashlib
from pathlib import Path

import orjson
import pytest

from mhaudit.errors import InvalidFiles
from mhaudit.model.knowledge import Organisation, Service, ServiceHost
from mhaudit.policy import load
from mhaudit.policy.folder import built_in
from mhaudit.policy.lists import list_layers, load_lists

ENTRIES = [
    ["web-acme", "Acme Ads", "acme", "Acme Ltd.", "advertising", [".acme.example", "ads.other.example"]],
    ["web-taken", "Taken", "taken", "Taken Ltd.", "analytics", ["taken.example"]],
]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "lists").mkdir()
    monkeypatch.setattr("mhaudit.policy.lists.built_in", lambda: tmp_path)
    return tmp_path / "lists" / "some.json"


def test_a_list_applies_only_to_hosts_in_no_policy(place: Path) -> None:
    place.write_bytes(orjson.dumps({"entities": ENTRIES}))
    host = ServiceHost(host="taken.example", match="exact", verified="vendor")
    own = Service(id="own", name="Own", organisation="x", roles=("cdn",), hosts=(host,))
    found = load_lists({"own": own}, {})
    assert found.services == {
        "web-acme": Service(
            id="web-acme",
            name="Acme Ads",
            organisation="acme",
            roles=("advertising",),
            hosts=(
                ServiceHost(host="acme.example", match="suffix", verified="listed"),
                ServiceHost(host="ads.other.example", match="exact", verified="listed"),
            ),
            layer="some",
        )
    }
    assert found.organisations == {"acme": Organisation(id="acme", name="Acme Ltd.")}
    assert [(layer.name, layer.files) for layer in found.layers] == [("some", 1)]
    assert found.layers[0].digest == hashlib.sha256(place.read_bytes()).hexdigest()


def test_a_known_organisation_is_not_named_anew(place: Path) -> None:
    place.write_bytes(orjson.dumps({"entities": ENTRIES}))
    assert sorted(load_lists({}, {"acme": Organisation(id="acme", name="Acme Inc.")}).organisations) == ["taken"]


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"{}", b'{"entities": [[1]]}', b'{"entities": [["a", "b", "c", "d", "e", "f"]]}']
)
def test_a_damaged_list_is_a_fault(place: Path, raw: bytes) -> None:
    place.write_bytes(raw)
    with pytest.raises(InvalidFiles, match="is damaged: it is not in the format of a list"):
        load_lists({}, {})


def test_the_shipped_list_keeps_its_licence_and_repeats_no_host() -> None:
    data = orjson.loads((built_in() / "lists" / "third-party-web.json").read_bytes())
    assert data["licence"] == "MIT"
    assert "Permission is hereby granted" in data["notice"]
    assert len(data["sha256"]) == 64
    known = {host.host for service in load(lists=False).services.values() for host in service.hosts}
    listed = [host.removeprefix(".") for entry in data["entities"] for host in entry[5]]
    assert [host for host in listed if host in known] == []


def test_the_layers_of_the_lists_are_known_without_their_entries(place: Path) -> None:
    place.write_bytes(b"damaged")
    assert [(layer.name, layer.files) for layer in list_layers()] == [("some", 1)]
    place.write_bytes(orjson.dumps({"entities": ENTRIES}))
    assert list_layers() == load_lists({}, {}).layers
