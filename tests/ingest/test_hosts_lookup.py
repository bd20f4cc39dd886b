import pytest

from mhaudit.ingest.hosts import domain_name, lookup
from mhaudit.model.capture import Exchange


def test_a_dns_query_is_an_exchange_with_the_name_as_host() -> None:
    assert lookup("a.mitm", 3, "API.Tracker.example.", 28, 12.5, 3) == Exchange(
        capture="a.mitm",
        number=3,
        kind="dns",
        started=12.5,
        scheme="dns",
        host="api.tracker.example",
        method="AAAA",
        status=3,
    )


@pytest.mark.parametrize(
    ("kind", "written"), [(1, "A"), (16, "TXT"), (65, "HTTPS"), (0, "TYPE0"), (-1, "TYPE-1"), ("AAAA", "AAAA")]
)
def test_the_type_that_is_asked_for(kind: int | str, written: str) -> None:
    assert lookup("a.mitm", 1, "a.example", kind, None, None).method == written


@pytest.mark.parametrize(
    ("packed", "name"),
    [
        (b"\x01x\x07tracker\x07EXAMPLE\x00", "x.tracker.example"),
        (b"\x00", ""),
        (b"", ""),
        (b"\x05abc", ""),
        (b"\xc0\x0c", ""),
    ],
)
def test_a_name_as_dns_packs_it(packed: bytes, name: str) -> None:
    assert domain_name(packed) == name


def test_aliases_are_in_lower_case_without_the_dot_of_the_root() -> None:
    found = lookup("c", 1, "a.example", 1, None, 0, aliases=("X.Tracker.Example.",))
    assert found.aliases == ("x.tracker.example",)
