"""third-party-web: `*.x` stands for all below x, and a bare name for itself."""

import pytest

from mhaudit.errors import InvalidFiles
from tests.policy.importing.given import hosts, read


def test_entities_with_and_without_a_company() -> None:
    entities, left_out = read(
        "third-party-web",
        [
            {"name": "Acme Pixel", "company": "Acme", "category": "ad", "domains": ["*.acme.example", "x.example"]},
            {"name": "Bare", "categories": ["hosting", "novel"], "domains": ["bare.example"]},
            {"name": "None", "category": "ad", "domains": []},
        ],
    )
    assert [(entity.name, entity.company, entity.roles) for entity in entities] == [
        ("Acme Pixel", "Acme", ("advertising",)),
        ("Bare", "Bare", ("hosting",)),
    ]
    assert hosts(entities[0]) == [("acme.example", True), ("x.example", False)]
    assert left_out == {}


def test_a_wrong_shape_is_named() -> None:
    with pytest.raises(InvalidFiles, match=r"data.json: \[0\]: the field 'domains' is missing"):
        read("third-party-web", [{"name": "Acme"}])
    with pytest.raises(InvalidFiles, match="data.json: must be a list"):
        read("third-party-web", {"name": "Acme"})
