"""What the main job promises, on the recorded example app: found, placed, repeatable, and silent about the values."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.acceptance.conftest import Audited, audit
from tests.acceptance.disguises import disguises, planted
from tests.conftest import Run

# A truth file's small numbers are found by meaning, in any category of their family.
FAMILIES = {"mood", "questionnaire", "crisis"}
Fact = tuple[str, str]


def family(category: str) -> str:
    head = category.split(".")[0]
    return head if head in FAMILIES else category


def facts(by_host: dict[str, list[str]]) -> set[Fact]:
    return {(host, family(category.rstrip("#"))) for host, categories in by_host.items() for category in categories}


def observed(document: dict[str, Any], *detectors: str) -> set[Fact]:
    return {
        (seen["recipient"], family(seen["category"]))
        for seen in document["observations"]
        if seen["direction"] == "sent" and (not detectors or seen["detector"] in detectors)
    }


def test_what_was_sent_is_found_and_nothing_else_is_called_proven(from_dump: Audited, meadow: Path) -> None:
    truth = json.loads((meadow / "meadow.truth.json").read_text(encoding="utf-8"))
    sent, also = facts(truth["sent"]), facts(truth["also"])
    values = {fact for fact in sent if fact[1] not in FAMILIES}
    meanings = sent - values
    found = observed(from_dump.audit)
    assert (len(values), len(meanings)) == (36, 8)
    assert sorted(values - found) == []
    assert sorted(meanings - found) == []
    proven = {fact for fact in observed(from_dump.audit, "planted") if fact[1] not in FAMILIES}
    assert sorted(proven - sent - also) == []


def test_the_verdict_is_fail(from_dump: Audited) -> None:
    assert from_dump.code == 1
    assert from_dump.audit["verdict"]["outcome"] == "fail"
    assert from_dump.audit["verdict"]["worst"] == "critical"


def test_both_formats_give_the_same_observations(from_dump: Audited, from_har: Audited) -> None:
    def told(document: dict[str, Any]) -> list[Any]:
        places = [[(at["exchange"], at["place"]) for at in seen["at"]] for seen in document["observations"]]
        rest = [{key: value for key, value in seen.items() if key != "at"} for seen in document["observations"]]
        return list(zip(rest, places, strict=True))

    assert told(from_dump.audit) == told(from_har.audit)


def test_two_runs_give_the_same_bytes(from_dump: Audited, meadow: Path, tmp_path: Path) -> None:
    again = audit(meadow / "meadow.mitm", meadow, tmp_path)
    names = sorted(path.name for path in from_dump.folder.iterdir())
    assert names == ["audit.json", "report.html"]
    for name in names:
        assert (tmp_path / name).read_bytes() == (from_dump.folder / name).read_bytes()
    assert again.code == from_dump.code


def test_a_saved_audit_gives_the_same_report(run: Callable[..., Run], from_dump: Audited, tmp_path: Path) -> None:
    page = tmp_path / "again.html"
    assert run("report", from_dump.folder / "audit.json", "--format", "html", "--out", page).code == 0
    assert page.read_bytes() == (from_dump.folder / "report.html").read_bytes()


def test_no_planted_value_is_in_any_output(from_dump: Audited, meadow: Path) -> None:
    outputs = {path.name: path.read_text(encoding="utf-8") for path in from_dump.folder.iterdir()}
    outputs["terminal"] = from_dump.terminal
    for name, text in outputs.items():
        folded = text.casefold()
        for category, value in planted(meadow / "meadow.persona.yaml"):
            found = [form for form, shape in disguises(value) if shape.casefold() in folded]
            assert (name, category, found) == (name, category, [])


def test_a_planted_value_that_is_there_would_be_seen(meadow: Path) -> None:
    values = dict(planted(meadow / "meadow.persona.yaml"))
    forms = {form for form, shape in disguises(values["identity.email"]) if shape in capture_text(meadow)}
    assert forms >= {"plain", "percent", "base64", "sha256"}


def capture_text(meadow: Path) -> str:
    return (meadow / "meadow.har").read_text(encoding="utf-8")
