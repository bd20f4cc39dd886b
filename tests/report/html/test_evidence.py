from msgspec.structs import replace

from mhaudit.model.reasons import because, english
from mhaudit.report.html.evidence import SightingRow, entries, sightings
from tests.report import sample


def test_the_same_fact_at_two_places_is_one_entry() -> None:
    first = sample.observation(1, "mood.score", "a.example", at=(sample.evidence(1, "body > json:/mood"),))
    second = replace(first, id="o2", count=4, preview="x", at=(sample.evidence(2, "query:mood"),))
    (entry,) = entries([first, second])
    assert entry.count == 5
    assert entry.previews == ("in***le", "x")
    assert [seen.place for seen in entry.sightings] == ["body > json:/mood", "query:mood"]


def test_another_form_is_another_entry() -> None:
    first = sample.observation(1, "identity.email", "a.example")
    assert [entry.form for entry in entries([first, replace(first, form="sha256")])] == ["plain", "sha256"]


def test_reasons_are_told_once_each() -> None:
    first = sample.observation(1, "mood.score", "a.example")
    (entry,) = entries([first, first, replace(first, reason=because("noted", text="Another reason."))])
    assert [english(one, {}) for one in entry.reasons] == ["Another reason.", "Found by planted."]


def test_what_was_sent_comes_first_and_the_surest_at_the_top() -> None:
    seen = [
        sample.observation(1, "mood.score", "a.example", direction="received"),
        sample.observation(2, "identity.email", "a.example", "shape"),
        sample.observation(3, "mood.score", "a.example", "sdk"),
    ]
    assert [(entry.direction, entry.certainty) for entry in entries(seen)] == [
        ("sent", "declared"),
        ("sent", "possible"),
        ("received", "proven"),
    ]


def test_a_place_is_told_once_with_its_exchanges_in_order() -> None:
    places = [sample.evidence(9), sample.evidence(2), sample.evidence(9), sample.evidence(1, "query:x")]
    assert sightings(places) == (
        SightingRow(place="query:x", exchanges=(("meadow.mitm", 1, "2026-11-20T09:01:05Z"),)),
        SightingRow(
            place="body > json:/user/value",
            exchanges=(("meadow.mitm", 2, "2026-11-20T09:02:05Z"), ("meadow.mitm", 9, "2026-11-20T09:09:05Z")),
        ),
    )


def test_nothing_seen_is_no_entry() -> None:
    assert entries([]) == ()
    assert sightings([]) == ()
