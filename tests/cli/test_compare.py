"""`mhaudit compare`: what it says, writes, and ends with."""

import json
from collections.abc import Callable
from pathlib import Path

from tests.cli.traffic import MIXPANEL, OWN, clean, har, leaking, subject
from tests.compare.samples import as_json, hidden, persona, recording
from tests.conftest import Run

Runner = Callable[..., Run]


def test_a_release_that_leaks_more_fails(run: Runner, tmp_path: Path) -> None:
    out = tmp_path / "out"
    before, after = clean(tmp_path), har(tmp_path / "b.har", (OWN, {"mood": 3}), (MIXPANEL, {"mood": 3}))
    result = run("compare", before, after, *subject(tmp_path), "--out", out, "--format", "json")
    assert (result.code, result.err) == (1, "")
    assert result.out.startswith("FAIL  ")
    assert f"Written: {out}/comparison.json" in result.out
    assert {path.name for path in out.iterdir()} == {"comparison.html", "comparison.json", "comparison.md", "new"}
    new = json.loads((out / "new" / "audit.json").read_text(encoding="utf-8"))
    assert {finding["recipient"] for finding in new["findings"]} == {"api.mixpanel.com"}
    assert run("compare", after, before, *subject(tmp_path), "--out", out).code == 0
    assert run("compare", after, after, *subject(tmp_path), "--out", out).out.startswith("PASS  nothing")


def test_the_pages_are_german_where_that_is_asked_for(run: Runner, tmp_path: Path) -> None:
    asked = ["compare", clean(tmp_path), leaking(tmp_path), *subject(tmp_path), "--out", tmp_path / "out"]
    assert run(*asked, "--language", "de").code == 1
    assert "was sich geändert hat" in (tmp_path / "out" / "comparison.html").read_text(encoding="utf-8")
    wrong = run(*asked, "--language", "xx")
    assert (wrong.code, "xx" in wrong.err) == (2, True)


def test_the_threshold_moves(run: Runner, tmp_path: Path) -> None:
    contact = har(tmp_path / "b.har", (OWN, {"mood": 3}), (MIXPANEL, {"colour": "blue"}))
    asked = ["compare", clean(tmp_path), contact, *subject(tmp_path), "--out", tmp_path / "out", "--fail-on"]
    assert [run(*asked, level).code for level in ("high", "low")] == [0, 1]


def test_two_persons(run: Runner, tmp_path: Path) -> None:
    def made(name: str, mood: int) -> Path:
        return recording(tmp_path / name, as_json(OWN, {"mood": mood}), hidden("https://in.x.example/e", {"m": mood}))

    low, high = persona(tmp_path / "low.yaml", 2), persona(tmp_path / "high.yaml", 4)
    sides = [made("a.har", 2), made("b.har", 4), "--repeat", made("c.har", 2), "--persona", low]
    out = tmp_path / "out"
    result = run("compare", *sides, "--other-persona", high, *subject(tmp_path)[:2], "--out", out)
    assert (result.code, result.err) == (1, "")
    seen = json.loads((out / "audit.json").read_text(encoding="utf-8"))["observations"]
    varied = {(one["recipient"], one["certainty"]) for one in seen if one["detector"] == "varied"}
    assert varied == {("api.own.example", "proven"), ("in.x.example", "likely")}
    assert (out / "report.html").is_file()


def test_what_can_not_be_compared_is_wrong_usage(run: Runner, tmp_path: Path) -> None:
    a, b = leaking(tmp_path), clean(tmp_path)
    assert run("compare", a, b, "--varies", "mood.scor", "--out", tmp_path / "out").code == 2
    assert run("compare", a, tmp_path / "gone.har", "--out", tmp_path / "out").code == 5
    assert run("compare", a, "--out", tmp_path / "out").code == 2
    assert not (tmp_path / "out").exists()
