"""Registrable domains, offline."""

import subprocess
import sys

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
        ("com", "com"),
        ("a.foo.ck", "a.foo.ck"),
        ("foo.ck", "foo.ck"),
        ("www.ck", "www.ck"),
        ("deep.below.own.example", "own.example"),
        ("own.example", "own.example"),
        ("printer.home.lan", "home.lan"),
        ("API.EXAMPLE.co.UK", "example.co.uk"),
        ("API.Own.EXAMPLE", "own.example"),
        ("www.example.com.", "example.com"),
        ("api.own.example.", "own.example"),
        ("a..b.com", "b.com"),
        ("a..own.example", "own.example"),
        ("..", ".."),
        ("2001:db8::1", "2001:db8::1"),
        ("192.0.2.7.example", "7.example"),
    ],
)
def test_registrable_domain(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("a.b.食狮.公司.cn", "食狮.公司.cn"),
        ("a.b.xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn"),
        ("a.b.xn--85x722f.cn", "xn--85x722f.cn"),
        ("www.city.kawasaki.jp", "city.kawasaki.jp"),
        ("www.other.ward.kawasaki.jp", "other.ward.kawasaki.jp"),
        ("a.b.github.io", "github.io"),
    ],
)
def test_names_that_are_not_ascii_exceptions_and_private_suffixes(host: str, domain: str) -> None:
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


def test_splitting_opens_no_connection_and_is_paid_for_by_who_needs_it() -> None:
    code = (
        "import sys, socket; socket.socket.connect = None\n"
        "import mhaudit.recipients.domains as d\n"
        "assert 'tldextract' not in sys.modules\n"
        "assert d.registrable_domain('192.0.2.7') == '192.0.2.7'\n"
        "assert 'tldextract' not in sys.modules\n"
        "assert d.registrable_domain('a.b.example.co.uk') == 'example.co.uk'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
