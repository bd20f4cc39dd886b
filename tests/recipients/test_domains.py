"""Registrable domains, offline."""

from pathlib import Path

import pytest
from publicsuffixlist import PSLFILE, PublicSuffixList

from mhaudit.recipients.domains import below, in_ascii, is_address, public_suffixes, registrable_domain


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


def test_the_list_is_the_librarys_own() -> None:
    ours, whole = public_suffixes(), PublicSuffixList(only_icann=True)
    assert vars(ours) == vars(whole)


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


def test_every_suffix_is_written_in_ascii_as_idna_has_it() -> None:
    lines = Path(PSLFILE).read_text(encoding="utf-8").splitlines()
    foreign = [line for line in lines if line and line[0] != "/" and not line.isascii()]
    assert len(foreign) > 400
    assert [in_ascii(line) for line in foreign] == [line.encode("idna").decode() for line in foreign]
    assert in_ascii("食狮.公司.cn") != "食狮.公司.cn"
