"""The public suffix list, read as tldextract reads it."""

import pytest
from tldextract import TLDExtract

from mhaudit.recipients.domains import registrable_domain
from mhaudit.recipients.public_suffixes import is_ordinary, labels_of_suffix, public_rules


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("api.example.com", 1),
        ("example.co.uk", 2),
        ("co.uk", 2),
        ("www.ck", 1),  # an exception of *.ck
        ("foo.ck", 2),
        ("a.foo.ck", 2),
        ("ck", 0),
        ("city.kawasaki.jp", 2),
        ("ward.kawasaki.jp", 3),
        ("a.github.io", 1),  # the private part is not read
        ("nas.lan", 0),
    ],
)
def test_suffix(name: str, size: int) -> None:
    assert labels_of_suffix(name.split(".")) == size


@pytest.mark.parametrize(
    ("host", "ordinary"),
    [
        ("api.example.com", True),
        ("a_b.c-1.example", True),
        ("com", True),
        ("", False),
        ("a..b", False),
        (".a", False),
        ("a.", False),
        ("a:80", False),
        ("API.example", False),
        ("食狮.公司.cn", False),
        ("a.xn--55qx5d.cn", False),
    ],
)
def test_ordinary(host: str, ordinary: bool) -> None:
    assert is_ordinary(host) is ordinary


def test_every_rule_is_read_as_tldextract_reads_it() -> None:
    split = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=False)
    rules = sorted(rule for rule in public_rules().suffixes if is_ordinary(rule.lstrip("!*.")))
    names = [before + rule.lstrip("!*.") for rule in rules for before in ("", "a.", "b.a.", "c.b.a.")]
    assert len(names) > 20_000
    assert [registrable_domain(name) for name in names] == [
        split(name).top_domain_under_public_suffix or name for name in names
    ]
