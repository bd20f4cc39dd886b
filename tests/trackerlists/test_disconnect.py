"""Disconnect: both of its files."""

import pytest

from mhaudit.errors import InvalidFiles
from tests.policy.importing.given import hosts, read


def test_services_by_category() -> None:
    acme = {"Acme": {"https://acme.example/": ["acme.example", "acme-cdn.example"], "dnt": "eff"}}
    other = {"Other": {"performance": "true"}}
    entities, _ = read("disconnect", {"categories": {"Advertising": [acme, other], "Novel": [acme]}})
    assert [(entity.name, entity.company, entity.roles) for entity in entities] == [
        ("Acme", "Acme", ("advertising",)),
        ("Acme", "Acme", ("other",)),
    ]
    assert hosts(entities[0]) == [("acme.example", True), ("acme-cdn.example", True)]


def test_entities() -> None:
    acme = {"properties": ["acme.example"], "resources": ["acme.example", "pix.example"]}
    (entity,), _ = read("disconnect", {"entities": {"Acme": acme, "None": {"properties": [], "resources": []}}})
    assert (entity.company, entity.roles) == ("Acme", ("other",))
    assert hosts(entity) == [("acme.example", True), ("pix.example", True)]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ({"categories": []}, "categories: must be an object"),
        ({"categories": {"Email": {}}}, "categories.Email: must be a list"),
        ({"categories": {"Email": [{"Acme": {"home": [1]}}]}}, "categories.Email[0].Acme.home[0]: must be text"),
        ({}, "the field 'categories' is missing"),
    ],
)
def test_a_wrong_shape_is_named(content: object, what: str) -> None:
    with pytest.raises(InvalidFiles) as error:
        read("disconnect", content)
    assert str(error.value) == f"data.json: {what}"
