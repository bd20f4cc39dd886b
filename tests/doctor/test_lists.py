import pytest

from mhaudit.doctor.evidence import Evidence
from mhaudit.doctor.lists import past
from tests.ingest.contacts.lists import LISTS, NINE


def seen(**fields: object) -> Evidence:
    evidence = Evidence(first=NINE, last=NINE + 3600)
    for name, value in fields.items():
        setattr(evidence, name, value)
    return evidence


def test_what_went_past_a_recording() -> None:
    found = past([LISTS / "pcapdroid.csv"], seen(heard={"api.segment.io"}))
    assert "2001:db8::7" in found.missed and found.six == {"2001:db8::7"}
    assert "api.segment.io" in found.listed and "api.segment.io" not in found.missed
    assert "chat.meadow-rt.example" not in found.listed, "a name that was looked up is no contact"


def test_an_address_that_was_connected_to_did_not_go_past() -> None:
    alone = past([LISTS / "intrusion.txt"], seen(), "app.meadow")
    assert {"203.0.113.20", "203.0.113.99"} <= alone.missed | {"203.0.113.20"}
    known = past([LISTS / "intrusion.txt"], seen(addresses={"203.0.113.20", "203.0.113.99"}, heard={"api.segment.io"}))
    assert not {"203.0.113.20", "203.0.113.99", "api.segment.io"} & known.missed


@pytest.mark.parametrize("first", [NINE - 10_000, NINE + 10_000])
def test_other_times_are_other_recordings(first: float) -> None:
    assert past([LISTS / "pcapdroid.csv"], seen(first=first, last=first + 60)).listed == set()


def test_other_apps_are_left_out() -> None:
    assert past([LISTS / "pcapdroid.csv"], seen(), "app.other").listed == set()
