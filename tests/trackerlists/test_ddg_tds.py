"""DuckDuckGo block lists: one service for each company and what its domains do."""

import pytest

from mhaudit.errors import InvalidFiles
from tests.policy.importing.given import hosts, read

OWNER = {"name": "Acme Metrics, Inc.", "displayName": "Acme"}


def test_domains_are_grouped_by_company_and_role() -> None:
    trackers = {
        "a.example": {"owner": OWNER, "categories": ["Analytics", "Ad Motivated Tracking", "Malware"]},
        "b.example": {"owner": OWNER, "categories": ["Ad Motivated Tracking", "Analytics"], "default": "ignore"},
        "c.example": {"owner": {"name": "Other"}, "default": "block"},
    }
    entities, left_out = read("ddg-tds", {"trackers": trackers, "entities": {"Acme": {"signals": ["AAID"]}}})
    assert [(entity.name, entity.company, entity.roles) for entity in entities] == [
        ("Acme", "Acme Metrics, Inc.", ("advertising", "analytics")),
        ("Other", "Other", ("other",)),
    ]
    assert hosts(entities[0]) == [("a.example", True), ("b.example", True)]
    assert left_out == {}


def test_made_up_companies_are_left_out() -> None:
    entities, left_out = read("ddg-tds", {"trackers": {"bad.example": {"owner": {"name": "Ad Company"}}}})
    assert entities == []
    assert left_out == {"hosts of made-up companies, for tests": 1}


def test_every_entry_without_an_owner_is_named() -> None:
    with pytest.raises(InvalidFiles) as error:
        read("ddg-tds", {"trackers": {"a.example": {}, "b.example": {"owner": OWNER}, "c.example": 1}})
    assert [str(fault) for fault in error.value.faults] == [
        "data.json: trackers.a.example: the field 'owner' is missing",
        "data.json: trackers.c.example: must be an object",
    ]
