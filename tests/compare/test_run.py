"""Two sides held against each other, as calls."""

from pathlib import Path

import pytest

from mhaudit.auditing import audit
from mhaudit.compare.run import Sides, compare, is_saved, vary
from mhaudit.errors import UnknownName
from mhaudit.report.formats.json_ import render
from tests.cli.traffic import clean, leaking, subject
from tests.compare.samples import OWN, as_json, persona, recording


def saved(path: Path, capture: Path, folder: Path) -> Path:
    _, app, _, kim = subject(folder)
    path.write_text(render(audit(capture, app=app, persona=kim)), encoding="utf-8")
    return path


def test_saved_audits_and_captures_are_told_apart(tmp_path: Path) -> None:
    document = saved(tmp_path / "a.json", leaking(tmp_path), tmp_path)
    assert is_saved(document)
    assert not is_saved(leaking(tmp_path)) and not is_saved(tmp_path) and not is_saved(tmp_path / "gone")


def test_a_saved_audit_against_a_capture(tmp_path: Path) -> None:
    _, app, _, kim = subject(tmp_path)
    before = saved(tmp_path / "a.json", clean(tmp_path), tmp_path)
    sides = Sides(before=before, after=leaking(tmp_path), app=Path(app), persona=Path(kim))
    assert not sides.two_persons()
    compared = compare(sides)
    assert [(one.change, one.host) for one in compared.hosts] == [
        ("new", "api.mixpanel.com"),
        ("gone", "api.own.example"),
    ]
    assert compared.failing > 0
    back = compare(Sides(before=sides.after, after=before, app=Path(app), persona=Path(kim)))
    assert (back.failing, {change.change for change in back.findings}) == (0, {"gone"})


def moods(folder: Path) -> tuple[Path, Path]:
    return (
        recording(folder / "a.har", as_json(OWN, {"mood": 2, "locale": "es"})),
        recording(folder / "b.har", as_json(OWN, {"mood": 4, "locale": "es"})),
    )


def varied(sides: Sides) -> list[tuple[str, str]]:
    return [(seen.at[0].place, seen.certainty) for seen in vary(sides).observations if seen.detector == "varied"]


def test_two_persons_say_what_differs(tmp_path: Path) -> None:
    a, b = moods(tmp_path)
    low, high = persona(tmp_path / "low.yaml", 2), persona(tmp_path / "high.yaml", 4)
    assert varied(Sides(before=a, after=b, persona=low, other_persona=high)) == [("body > json:/mood", "likely")]
    with pytest.raises(UnknownName, match="say what differs between the recordings"):
        vary(Sides(before=a, after=b, persona=low, other_persona=low))


def test_or_the_kind_of_data_is_named(tmp_path: Path) -> None:
    a, b = moods(tmp_path)
    assert varied(Sides(before=a, after=b, varies="mood.score")) == [("body > json:/mood", "possible")]
    with pytest.raises(UnknownName, match=r"unknown kind of data 'mood\.scor'"):
        vary(Sides(before=a, after=b, varies="mood.scor"))


def test_a_saved_audit_shows_no_fields(tmp_path: Path) -> None:
    a, _ = moods(tmp_path)
    document = saved(tmp_path / "a.json", a, tmp_path)
    with pytest.raises(UnknownName, match="a saved audit can't show what changed with the person"):
        vary(Sides(before=a, after=document, varies="mood.score"))
