"""Signatures of Exodus are hints: what is plainly a host is taken, all else is counted."""

import pytest

from mhaudit.errors import InvalidFiles
from tests.policy.importing.given import hosts, read


def tracker(signature: str, **more: object) -> dict[str, object]:
    return {"trackers": {"1": {"name": "Acme", "network_signature": signature, "categories": ["Analytics"], **more}}}


@pytest.mark.parametrize(
    ("signature", "found"),
    [
        (r"acme\.example", ["acme.example"]),
        (r"\.acme\.example|api\.acme-two\.example", ["acme.example", "api.acme-two.example"]),
        (r"^acme\.example/$", ["acme.example"]),
        (r"e\.acme\-x\.example", ["e.acme-x.example"]),
    ],
)
def test_plain_hosts_are_taken_with_all_below_them(signature: str, found: list[str]) -> None:
    (entity,), left_out = read("exodus", tracker(signature))
    assert hosts(entity) == [(host, True) for host in found]
    assert (entity.name, entity.company, entity.roles, left_out) == ("Acme", "", ("analytics",), {})
    assert entity.hint


@pytest.mark.parametrize(("signature", "count"), [("", 0), ("NC", 0), (r"adservice\.google\..*", 1), ("(a|b).c", 2)])
def test_patterns_are_not_hosts(signature: str, count: int) -> None:
    entities, left_out = read("exodus", tracker(signature))
    assert entities == []
    assert left_out.total() == count


def test_all_faults_are_named_with_their_entries() -> None:
    broken = {"trackers": {"1": {"name": 3, "network_signature": "a.b"}, "7": {"network_signature": ["a.b"]}}}
    with pytest.raises(InvalidFiles) as error:
        read("exodus", broken)
    assert [str(fault) for fault in error.value.faults] == [
        "data.json: trackers.1.name: must be text",
        "data.json: trackers.7.network_signature: must be text",
    ]


def test_another_file_is_refused() -> None:
    with pytest.raises(InvalidFiles, match="the field 'trackers' is missing"):
        read("exodus", {"patterns": {}})
