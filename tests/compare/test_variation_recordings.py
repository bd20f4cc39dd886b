"""Meadow on real SDKs, recorded three times with the moods 3, 5 and 3: what changed with the mood."""

from pathlib import Path

import pytest

from mhaudit.compare.personas import Changed
from mhaudit.compare.run import Sides, vary
from mhaudit.compare.variation import varied
from mhaudit.model.audit import Audit
from tests.conftest import ROOT

MEADOW = ROOT / "fixtures" / "meadow"
PERSONA = MEADOW / "meadow.persona.yaml"
THREE, FIVE, AGAIN = (MEADOW / "varied" / f"{name}.mitm.gz" for name in ("three", "five", "three-again"))
MOODS = {
    ("api-js.mixpanel.com", "body > form:data > json:/properties/mood"),
    ("api.iterable.com", "body > json:/dataFields/mood"),
    ("api.meadow.example", "body > json:/mood"),
    ("metrics.cheapstats.example", "query:m"),
    ("sdk-api-v1.singular.net", "body > json:/payload > json:/e > json:/mood"),
    ("sdk.fra-01.braze.eu", "body > json:/attributes/0/custom/mood"),
}
CHANGED = {("in.opaquestats.example", "body"), ("sdk-api-v1.singular.net", "body > json:/signature")}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    other = tmp_path_factory.mktemp("persona") / "five.yaml"
    text = PERSONA.read_text(encoding="utf-8").replace("value: 3, scale", "value: 5, scale")
    other.write_text(text.replace("id: ines", "id: ines-at-five"), encoding="utf-8")
    app = MEADOW / "meadow.app.yaml"
    sides = Sides(before=THREE, after=FIVE, repeats=[AGAIN], app=app, persona=PERSONA, other_persona=other)
    assert sides.two_persons()
    return vary(sides)


def test_every_field_of_the_mood_is_proven_and_nothing_else_is(found: Audit) -> None:
    seen = [one for one in found.observations if one.detector == "varied"]
    places = {(one.recipient, one.at[0].place): (one.certainty, one.form) for one in seen}
    assert places == dict.fromkeys(MOODS, ("proven", "plain")) | dict.fromkeys(CHANGED, ("likely", "changed"))
    assert {one.category for one in seen} == {"mood.score"}
    assert {one.preview for one in seen if one.form == "plain"} == {"•••"}


def test_rules_judge_it_like_any_other_fact(found: Audit) -> None:
    opaque = [
        one for one in found.findings if one.recipient == "in.opaquestats.example" and "mood.score" in one.categories
    ]
    assert "HLT-001" in {one.rule for one in opaque}


def test_the_same_mood_twice_shows_no_field() -> None:
    from mhaudit.auditing import question

    seen, full = varied([THREE], [AGAIN], Changed("mood.score", None, None), question())
    assert not full
    assert not [one for one in seen if "mood" in one.place.rpartition(" > ")[2]]


def test_a_recording_that_is_none_is_named(tmp_path: Path) -> None:
    from mhaudit.errors import CaptureUnreadable

    with pytest.raises(CaptureUnreadable, match=r"none\.mitm"):
        vary(Sides(before=THREE, after=tmp_path / "none.mitm", varies="mood.score"))
