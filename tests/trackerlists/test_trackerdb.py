"""Ghostery trackerdb: patterns with domains, and the companies they name."""

import pytest

from mhaudit.errors import InvalidFiles
from tests.policy.importing.given import hosts, read

COMPANY = {"name": "Acme Inc.", "country": "US", "privacy_contact": "privacy@acme.example"}
PATTERN = {"name": "Acme Pixel", "category": "site_analytics", "organization": "acme", "domains": ["acme.example"]}


def test_a_pattern_is_a_service_of_its_company() -> None:
    (entity,), left_out = read("trackerdb", {"organizations": {"acme": COMPANY}, "patterns": {"p": PATTERN}})
    assert (entity.name, entity.company, entity.roles) == ("Acme Pixel", "Acme Inc.", ("analytics",))
    assert (entity.country, entity.contact) == ("US", "privacy@acme.example")
    assert hosts(entity) == [("acme.example", True)]
    assert left_out == {}


def test_what_is_unknown_stays_unknown() -> None:
    odd = PATTERN | {"organization": None, "category": "new_category", "filters": ["||x.example^"]}
    (entity,), left_out = read("trackerdb", {"organizations": {}, "patterns": {"p": odd, "q": odd | {"domains": []}}})
    assert (entity.company, entity.roles, entity.country) == ("", ("other",), "")
    assert left_out == {"patterns that also have filters, which are not read": 2}


def test_a_wrong_shape_is_named() -> None:
    with pytest.raises(InvalidFiles) as error:
        read("trackerdb", {"organizations": {}, "patterns": {"p": PATTERN | {"domains": "acme.example"}}})
    assert str(error.value) == "data.json: patterns.p.domains: must be a list"
