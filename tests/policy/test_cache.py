import hashlib
from pathlib import Path
from typing import Any

import orjson
import pytest
from msgspec.structs import replace

from mhaudit.model.knowledge import Policies
from mhaudit.policy import cache
from mhaudit.policy.assemble import assemble, check_layers
from mhaudit.policy.folder import content, read
from tests.policy.write import KIND, ORGANISATION, RULE, SERVICE, folder

FILES = {
    "organisations/acme.yaml": ORGANISATION,
    "services/acme-metrics.yaml": SERVICE,
    "data/mood.colour.yaml": KIND.replace("type: enum, values: [blue]", "type: number, ranges: [[0, 9.5]]"),
    "rules/XX-001.yaml": RULE.replace("regulations: [EU-GDPR-9]\n", "").replace(
        "because:", "cases: [{when: {not: {party: [first]}}, severity: high}]\nbecause:"
    ),
}


@pytest.fixture
def built(tmp_path: Path) -> Policies:
    return assemble(check_layers([read(folder(tmp_path, FILES), "team")]), lists=False)


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "cache"
    monkeypatch.setenv("MHAUDIT_CACHE_DIR", str(path))
    return path


def test_what_was_put_comes_back(built: Policies, place: Path) -> None:
    assert cache.get(built.layers) is None
    cache.put(built)
    assert cache.get(built.layers) == built
    assert [path.suffix for path in place.glob("policies-*")] == [".json"]


def test_what_comes_back_is_made_of_the_same_types(built: Policies) -> None:
    cache.put(built)
    found = cache.get(built.layers)
    assert found is not None
    assert repr(found) == repr(built)
    assert found.rules["XX-001"].when == {"all": [{"category": ["mood"]}, {"party": ["third"]}]}
    assert found.rules["XX-001"].cases[0].when == {"not": {"party": ["first"]}}
    assert found.kinds["mood.colour"].fields[0].shapes[0].ranges == ((0.0, 9.5),)


@pytest.mark.parametrize("change", [{"name": "other"}, {"digest": "0" * 64}, {"files": 5}])
def test_other_layers_have_another_file(built: Policies, place: Path, change: dict[str, Any]) -> None:
    cache.put(built)
    assert cache.get(tuple(replace(layer, **change) for layer in built.layers)) is None
    assert cache.get(built.layers * 2) is None
    assert cache.get(()) is None


def test_other_code_and_other_schemas_have_another_file(
    built: Policies, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = list(cache.made_with())
    assert {Path(file).name for file in files} >= {
        "build.py",
        "schema.py",
        "knowledge.py",
        "service.schema.json",
    }
    cache.put(built)
    changed = tmp_path / "build.py"
    changed.write_bytes(content(files[0]) + b"\n")
    monkeypatch.setattr(cache, "made_with", lambda: [str(changed), *files[1:]])
    cache.makers.cache_clear()
    assert cache.get(built.layers) is None
    monkeypatch.undo()
    cache.makers.cache_clear()


def sealed(payload: bytes) -> bytes:
    return b"mhaudit-policies-3 " + hashlib.sha256(payload).hexdigest().encode() + b"\n" + payload


def written(file: Path) -> dict[str, object]:
    found: dict[str, object] = orjson.loads(file.read_bytes().split(b"\n", 1)[1])
    return found


def test_one_that_fits_is_taken(built: Policies, place: Path) -> None:
    cache.put(built)
    (file,) = place.glob("policies-*.json")
    file.write_bytes(sealed(orjson.dumps(written(file) | {"organisations": {}})))
    found = cache.get(built.layers)
    assert found is not None
    assert (found.organisations, found.services) == ({}, built.services)


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"nothing",
        b"mhaudit-policies-3 0000\n{}",
        b"mhaudit-policies-2 " + hashlib.sha256(b"{}").hexdigest().encode() + b"\n{}",
        sealed(b"{}")[:-1],
        sealed(b"{}"),
        sealed(b"not json"),
        sealed(b"\xff"),
        sealed(b"[" * 100_000),
        sealed(b'{"rules": ' + b'{"x": ' * 100_000),
        sealed(b"[]"),
    ],
)
def test_a_cache_file_that_is_broken_is_left_aside(built: Policies, place: Path, broken: bytes) -> None:
    cache.put(built)
    (file,) = place.glob("policies-*.json")
    file.write_bytes(broken)
    assert cache.get(built.layers) is None


TEXTS = {"id": "X", "title": "x", "because": "", "remedy": ""}
RULE_DATA = TEXTS | {"subject": "claim", "severity": "low", "when": {"party": ["third"]}}


@pytest.mark.parametrize(
    "change",
    [
        {"layers": []},
        {"services": 7},
        {"services": {"x": {"id": "x"}}},
        {"organisations": {"x": {"id": "x", "name": 7}}},
        {"organisations": {"x": {"id": "x", "name": "X", "country": False}}},
        {"digest": None},
        {"rules": {"X": RULE_DATA | {"severity": "grave"}}},
        {"rules": {"X": RULE_DATA | {"subject": "moon"}}},
        {"rules": {"X": RULE_DATA | {"when": ["party"]}}},
        {"rules": {"X": RULE_DATA | {"cases": [{"when": {"any": [7]}, "severity": 7}]}}},
    ],
)
def test_one_that_holds_anything_else_is_left_aside(built: Policies, place: Path, change: dict[str, object]) -> None:
    cache.put(built)
    (file,) = place.glob("policies-*.json")
    file.write_bytes(sealed(orjson.dumps(written(file) | {"rules": {"X": RULE_DATA}})))
    assert cache.get(built.layers) is not None
    file.write_bytes(sealed(orjson.dumps(written(file) | change)))
    assert cache.get(built.layers) is None


def test_a_cache_that_can_not_be_written_is_not_missed(
    built: Policies, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.setenv("MHAUDIT_CACHE_DIR", str(tmp_path / "file" / "cache"))
    cache.put(built)
    assert cache.get(built.layers) is None


def test_a_layer_whose_name_is_not_utf_8_is_not_cached(built: Policies, place: Path) -> None:
    odd = replace(built, layers=(replace(built.layers[0], name="caf\udce9"),))
    cache.put(odd)
    assert cache.get(odd.layers) is None
    assert not [*place.glob("policies-*")]
