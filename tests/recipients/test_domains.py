"""Registrable domains, offline."""

import pytest

from mhaudit.recipients.domains import below, is_address, registrable_domain


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("api.segment.io", "segment.io"),
        ("a.b.example.co.uk", "example.co.uk"),
        ("example.co.uk", "example.co.uk"),
        ("co.uk", "co.uk"),
        ("api.meadow.example", "meadow.example"),
        ("nas.local", "nas.local"),
        ("localhost", "localhost"),
        ("192.0.2.7", "192.0.2.7"),
        ("[2001:db8::1]", "[2001:db8::1]"),
        ("", ""),
    ],
)
def test_registrable_domain(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain


def test_addresses() -> None:
    assert is_address("192.0.2.7")
    assert is_address("2001:db8::1")
    assert is_address("[2001:db8::1]")
    assert not is_address("192.0.2")
    assert not is_address("api.example")


def test_below() -> None:
    assert below("facebook.com", "facebook.com")
    assert below("graph.facebook.com", "facebook.com")
    assert not below("notfacebook.com", "facebook.com")
    assert not below("facebook.com.evil.example", "facebook.com")
