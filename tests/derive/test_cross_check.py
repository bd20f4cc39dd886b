from typing import Any

from mhaudit.collect.contacts import Host
from mhaudit.derive.cross_check import corroborate
from mhaudit.model.audit import CaptureFacts, Corroboration

HOSTS = [
    Host("both.example", exchanges=2, listed=3),
    Host("missed.example", listed=3, listed_first=50.0, listed_last=150.0),
    Host("no-time.example", listed=1),
    Host("before.example", listed=1, listed_first=10.0, listed_last=99.0),
    Host("after.example", listed=1, listed_first=201.0, listed_last=300.0),
    Host("recorded.example", exchanges=1),
    Host("looked-up.example", lookups=4),
]


def facts(**fields: Any) -> CaptureFacts:
    given: dict[str, Any] = {"exchanges": 0, "first": None, "last": None, **fields}
    return CaptureFacts(name="a", sha256="", bytes=1, format="x", **given)


RECORDING = facts(exchanges=5, first="1970-01-01T00:01:40.000Z", last="1970-01-01T00:03:20.000Z")
LIST = facts(contacts=9)


def test_hosts_in_one_and_not_in_the_other() -> None:
    assert corroborate(HOSTS, [RECORDING, LIST]) == Corroboration(
        recorded=2,
        listed=5,
        both=1,
        missed=("missed.example", "no-time.example"),
        at_other_times=("after.example", "before.example"),
        not_listed=("recorded.example",),
    )


def test_a_recording_without_times_may_have_been_at_any() -> None:
    found = corroborate(HOSTS, [facts(exchanges=5), LIST])
    assert found is not None and found.at_other_times == ()


def test_it_takes_a_list_and_a_recording() -> None:
    """Packets of which some could not be read are one capture, and say nothing of themselves."""
    for captures in ([RECORDING], [LIST], [RECORDING, RECORDING], [facts(exchanges=5, contacts=9)], []):
        assert corroborate(HOSTS, captures) is None
