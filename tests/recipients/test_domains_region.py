"""Regions that the names of hosts claim."""

import pytest

from mhaudit.recipients.domains import claimed_region


@pytest.mark.parametrize(
    ("host", "region"),
    [
        ("api-eu.mixpanel.com", "eu"),
        ("eu.i.posthog.com", "eu"),
        ("x.eu-west-1.amazonaws.com", "eu-west-1"),
        ("y.europe-west1.firebasedatabase.app", "europe-west1"),
        ("logfire-us.pydantic.dev", "us"),
        ("z.us-gov-west-1.cloud.example", "us-gov-west-1"),
        ("api.mixpanel.com", ""),
        ("in.hotjar.com", ""),
        ("europe.example", ""),
        ("museum.example.com", ""),
        ("bus-stop.example.com", ""),
        ("192.0.2.7", ""),
    ],
)
def test_the_region_that_a_name_claims(host: str, region: str) -> None:
    assert claimed_region(host) == region
