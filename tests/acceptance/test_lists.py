"""Lists of contacts: who was contacted is told, and that nothing is known of what was sent."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, Run

LISTS = ROOT / "fixtures" / "lists"
Audit = Callable[..., dict[str, Any]]


@pytest.fixture
def audit(run: Callable[..., Run], meadow: Path, tmp_path: Path) -> Audit:
    """Audits files as captures of Meadow."""

    def call(*arguments: str | Path, code: int = 0) -> dict[str, Any]:
        subject = ["--app", meadow / "meadow.app.yaml", "--persona", meadow / "meadow.persona.yaml"]
        result = run("audit", *arguments, *subject, "--out", tmp_path / "out")
        assert result.code == code, result.err
        document: dict[str, Any] = json.loads((tmp_path / "out" / "audit.json").read_text(encoding="utf-8"))
        return document

    return call


def hosts(document: dict[str, Any]) -> dict[str, tuple[int, int, int]]:
    return {seen["host"]: (seen["exchanges"], seen["listed"], seen["lookups"]) for seen in document["recipients"]}


def gaps(document: dict[str, Any], code: str) -> list[tuple[str, int, bool]]:
    return [(gap["host"], gap["count"], gap["blocking"]) for gap in document["coverage"]["gaps"] if gap["code"] == code]


def test_a_report_of_the_phone_tells_of_one_app_and_never_that_all_is_well(audit: Audit) -> None:
    document = audit(LISTS / "apple.ndjson")
    assert hosts(document) == {
        "2001:db8::7": (0, 1, 0),
        "203.0.113.7": (0, 3, 0),
        "api.meadow.example": (0, 604, 0),
        "api.segment.io": (0, 2, 0),
        "sdk-api-v1.singular.net": (0, 12, 0),
    }
    assert gaps(document, "contacts-only") == [(host, count, True) for host, (_, count, _) in hosts(document).items()]
    assert gaps(document, "other-apps") == [("", 2, False)]
    assert document["verdict"]["outcome"] == "incomplete"
    assert document["observations"] == []
    assert [(use["resource"], use["count"]) for use in document["accesses"]] == [("location", 1), ("microphone", 2)]
    (capture,) = document["generated_from"]["captures"]
    assert (capture["format"], capture["exchanges"], capture["contacts"]) == ("App Privacy Report", 0, 8)
    assert (capture["first"], capture["last"]) == ("2026-11-20T09:00:00.250Z", "2026-11-20T09:05:09.250Z")


def test_a_tracker_on_a_list_was_contacted_and_a_name_in_a_log_was_not(audit: Audit) -> None:
    found = audit(LISTS / "apple.ndjson")["findings"]
    assert {seen["recipient"] for seen in found} == {"api.segment.io", "sdk-api-v1.singular.net"}
    document = audit(LISTS / "nextdns.csv")
    assert document["findings"] == []
    assert hosts(document) == {"api.segment.io": (0, 0, 1), "sdk-api-v1.singular.net": (0, 0, 1)}
    assert gaps(document, "app-not-told") == [("", 1, True)]
    assert document["verdict"]["outcome"] == "incomplete"


def test_what_a_list_thinks_of_a_host_stands_in_its_reason(audit: Audit) -> None:
    because = {seen["host"]: seen["because"] for seen in audit(LISTS / "apple.ndjson")["recipients"]}
    assert because["sdk-api-v1.singular.net"].endswith(
        "; Apple's report lists it as a potential tracker of Singular Labs, Inc."
    )
    assert "Apple" not in because["api.segment.io"]


def test_the_app_of_a_whole_phone_is_chosen_by_id(audit: Audit) -> None:
    document = audit(LISTS / "apple.ndjson", "--app-id", "com.apple.mobilemail")
    assert hosts(document) == {"gateway.icloud.com": (0, 9, 0)}
    assert document["accesses"] == []
    assert gaps(document, "other-apps") == [("", 9, False)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "the captures are of 3 apps"),
        (("--app-id", "app.other"), "nothing in the captures is of app.other"),
    ],
)
def test_nobody_is_accused_of_what_another_app_did(
    run: Callable[..., Run], tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    result = run("audit", LISTS / "apple.ndjson", *arguments, "--out", tmp_path / "out")
    assert result.code == 2
    assert said in result.err.lower()
    assert result.err.endswith(
        "Choose one with --app-id: app.meadow, com.apple.mobilemail, com.apple.mobileslideshow\n"
    )
    assert not (tmp_path / "out").exists()


def test_a_list_beside_a_recording_shows_what_the_recording_missed(audit: Audit, meadow: Path) -> None:
    alone = audit(meadow / "meadow.mitm", code=1)
    document = audit(meadow / "meadow.mitm", LISTS / "apple.ndjson", code=1)
    assert {host for host, _, _ in gaps(document, "contacts-only")} == {"203.0.113.7", "2001:db8::7"}
    assert hosts(document)["api.segment.io"] == (hosts(alone)["api.segment.io"][0], 2, 0)
    assert document["observations"] == alone["observations"]
    assert alone["coverage"]["corroboration"] is None
    seen = document["coverage"]["corroboration"]
    assert (seen["recorded"], seen["listed"], seen["both"]) == (len(hosts(alone)), 5, 3)
    assert (seen["missed"], seen["at_other_times"]) == ([], ["2001:db8::7", "203.0.113.7"])
    assert set(seen["not_listed"]) == set(hosts(alone)) - {
        "api.meadow.example",
        "api.segment.io",
        "sdk-api-v1.singular.net",
    }
    assert [seen["id"] for seen in document["findings"]] == [seen["id"] for seen in alone["findings"]]


@pytest.mark.parametrize(
    ("name", "app", "wanted"),
    [
        ("pcapdroid.csv", "app.meadow", {"2001:db8::7": 1, "api.segment.io": 1}),
        ("pcapdroid-1.7.3.csv", "Meadow, quiet", {"api.segment.io": 1}),
        ("tracker-control.csv", "app.meadow", {"203.0.113.7": 1, "api.segment.io": 1}),
        ("intrusion.txt", "app.meadow", {"203.0.113.99": 1, "api.segment.io": 1}),
    ],
)
def test_every_list_gives_its_contacts(audit: Audit, name: str, app: str, wanted: dict[str, int]) -> None:
    document = audit(LISTS / name, "--app-id", app)
    assert {host: listed for host, (_, listed, _) in hosts(document).items() if listed} == wanted


def test_two_processes_give_the_same_bytes_as_one(audit: Audit, meadow: Path, tmp_path: Path) -> None:
    captures = [meadow / "meadow.mitm", LISTS / "apple.ndjson", LISTS / "pihole.log", LISTS / "intrusion.txt"]
    assert audit(*captures, "--jobs", "2", code=1) == audit(*captures, code=1)
