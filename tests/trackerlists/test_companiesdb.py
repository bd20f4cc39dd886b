"""AdGuard companies database: names of companies come from the file beside it."""

import json

import pytest

from mhaudit.errors import InvalidFiles
from tests.policy.importing.given import hosts, read

TRACKERS = {
    "categories": {"6": "site_analytics", "101": "mobile_analytics"},
    "trackers": {
        "acme": {"name": "Acme", "categoryId": 101, "companyId": "acme_inc"},
        "bare": {"name": "Bare", "categoryId": 99, "companyId": None},
        "none": {"name": "None", "categoryId": 6, "companyId": None},
    },
    "trackerDomains": {"acme.example": "acme", "acme-two.example": "acme", "bare.example": "bare", "x.example": "gone"},
}


def test_domains_lead_to_trackers_and_companies() -> None:
    companies = json.dumps({"companies": {"acme_inc": {"name": "Acme Inc."}}}).encode()
    entities, left_out = read("companiesdb", TRACKERS, beside={"companies.json": companies}.get)
    assert [(entity.name, entity.company, entity.roles) for entity in entities] == [
        ("Acme", "Acme Inc.", ("analytics",)),
        ("Bare", "", ("other",)),
    ]
    assert hosts(entities[0]) == [("acme.example", True), ("acme-two.example", True)]
    assert left_out == {"domains of a tracker that is not described": 1}


def test_without_the_other_file_a_company_is_called_by_its_id() -> None:
    entities, _ = read("companiesdb", TRACKERS)
    assert entities[0].company == "acme_inc"


def test_a_broken_file_beside_it_is_named() -> None:
    with pytest.raises(InvalidFiles) as error:
        read("companiesdb", TRACKERS, "some/trackers.json", beside=lambda name: b'{"companies": []}')
    assert str(error.value) == "some/companies.json: companies: must be an object"
