from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from mhaudit.draft.files import app_text
from mhaudit.policy.yaml_text import parse
from mhaudit.web.app_form import AppFields, fields_of_file, fields_of_form, profile_of
from tests.conftest import ROOT

WHOLE = """
id: app.own
name: Own
vendor: Own Ltd.
platform: web
country: DE
first_party: [own.example]
contacts: [help@own.example]
declared: [{organisation: sentry, purpose: crash reports, categories: [identifier, device.model]}]
declared_is_complete: true
claims:
  - {id: nobody, says: "Anonymous.", asserts: anonymous, source: "https://own.example", retrieved: 2026-12-01}
notice: {file: privacy.html, retrieved: 2026-12-01}
labels:
  play: {collected: [Health info], encrypted_in_transit: false, retrieved: 2026-12-01}
  apple: {tracking: [], linked: [Name]}
phases: [{id: launch, from: 2026-11-20T09:30:00Z}]
"""


def read(text: str) -> Any:
    """Return a profile as mhaudit reads it, where `NO` and dates are texts."""
    source = parse(text.encode(), "app.yaml", [])
    assert source
    return source.data


@pytest.mark.parametrize("text", ["NO", "no", "on", "12:30", "2026-12-01"])
def test_plain_texts_stay_texts(text: str) -> None:
    fields = fields_of_file(f"id: app.own\nname: {text}\ncountry: {text}\n")
    assert (fields.plain["name"], fields.plain["country"]) == (text, text)


def test_a_profile_comes_out_as_it_went_in() -> None:
    before = read(WHOLE)
    fields = fields_of_file(WHOLE)
    fields.labels["apple_tracking"] = "-"  # a list that is empty is said so
    assert read(app_text(profile_of(fields))) == before


def test_that_of_the_example_does_too() -> None:
    text = (ROOT / "fixtures" / "meadow" / "meadow.app.yaml").read_text(encoding="utf-8")
    before, after = read(text), profile_of(fields_of_file(text))
    del before["declared"][0]["categories"]  # of none
    assert after == before


@pytest.mark.parametrize(("declares", "declared"), [("unknown", None), ("none", []), ("some", [{"organisation": "a"}])])
def test_to_name_none_is_another_thing_than_not_to_know(declares: str, declared: object) -> None:
    fields = AppFields(declares=declares, declared=[{"organisation": "a", "purpose": "", "categories": ""}])
    assert profile_of(fields).get("declared") == declared


def test_a_form_is_read_row_by_row_and_empty_rows_are_left_out() -> None:
    sent: dict[str, Sequence[str]] = {
        "name": [" Own "],
        "own": ["own.example", "two.example"],
        "first_party": ["two.example three.example"],
        "claim_says": ["", "Nothing is sold.", "Never."],
        "claim_asserts": ["anonymous", "no-advertising", "no-advertising"],
        "claim_categories": ["", "mood, chat", ""],
        "claim_source": ["", "", ""],
        "claim_retrieved": ["", "2026-12-01", ""],
        "claim_id": ["", "", "no-advertising-1"],
    }
    data = profile_of(fields_of_form(lambda name: sent.get(name, []), {"reply_within": 30}))
    assert data["name"] == "Own" and data["reply_within"] == 30
    assert data["first_party"] == ["two.example", "three.example", "own.example"]
    claim, other = data["claims"]
    assert (claim["id"], claim["categories"]) == ("no-advertising-2", ["mood", "chat"])
    assert other == {"id": "no-advertising-1", "says": "Never.", "asserts": "no-advertising"}
    assert str(claim["retrieved"]) == "2026-12-01"


@pytest.mark.parametrize("text", ["[1]", "a: [", "just words"])
def test_what_is_no_profile_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="."):
        fields_of_file(text)


def test_there_is_always_room_for_two_more() -> None:
    fields = fields_of_file(WHOLE)
    assert len(fields.claim_rows) == 3 and len(fields.declared_rows) == 3
    assert fields.claim_rows[-1] == dict.fromkeys(("says", "asserts", "categories", "source", "retrieved", "id"), "")
    assert Path("privacy.html").name == fields.notice["file"]
