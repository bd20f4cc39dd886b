"""A comparison as text and as a document."""

import json
from importlib.resources import files

from jsonschema import Draft202012Validator
from msgspec.structs import replace

from mhaudit.compare.difference import compare_audits
from mhaudit.report.difference import render_json, render_text
from tests.report.sample import HOSTILE, full, observation, recipient

FINDING = replace(full().findings[0], id="f-1", rule="HLT-001", title="Mood was sent", recipient="t.example")
FINDING = replace(FINDING, severity="high", status="open", waiver=None, categories=("mood.score",))
FINDING = replace(FINDING, organisation="T, Inc.")
BEFORE = replace(full(), findings=(), observations=(), recipients=())
AFTER = replace(
    BEFORE,
    findings=(FINDING,),
    observations=(observation(1, "mood.score", "t.example"),),
    recipients=(recipient("t.example", organisation="T, Inc."),),
)


def test_what_is_new_and_what_is_gone() -> None:
    assert render_text(compare_audits(BEFORE, AFTER, "high")).splitlines() == [
        "FAIL  1 open finding that is new or worse, at or above high.",
        "",
        "Findings",
        "  + high HLT-001 Mood was sent: t.example (T, Inc.)",
        "",
        "Data by recipient",
        "  + mood score to t.example (T, Inc.): proven and plain",
        "",
        "Hosts",
        "  + t.example (T, Inc.)",
    ]
    gone = render_text(compare_audits(AFTER, BEFORE, "high")).splitlines()
    assert gone[0] == "PASS  no open finding at or above high is new or worse. What changed:"
    assert "  - high HLT-001 Mood was sent: t.example (T, Inc.)" in gone


def test_what_changed() -> None:
    worse = replace(AFTER, findings=(replace(FINDING, severity="critical"),))
    assert "  ~ high to critical HLT-001 Mood was sent: t.example (T, Inc.)" in render_text(
        compare_audits(AFTER, worse)
    )
    more = replace(AFTER, findings=(replace(FINDING, id="f-2", categories=("mood.label", "mood.score")),))
    assert "t.example (T, Inc.); now also mood.label" in render_text(compare_audits(AFTER, more))


def test_nothing_changed() -> None:
    assert render_text(compare_audits(AFTER, AFTER)) == "PASS  nothing that the audits see has changed.\n"


def test_the_document() -> None:
    text = render_json(compare_audits(BEFORE, AFTER, "high"))
    assert text == render_json(compare_audits(BEFORE, AFTER, "high"))
    data = json.loads(text)
    assert (data["schema"], data["fail_on"], data["failing"]) == ("mhaudit/comparison/1", "high", 1)
    assert data["hosts"] == [{"change": "new", "host": "t.example", "organisation": "T, Inc."}]
    assert data["findings"][0]["categories"] == ["mood.score"]


def test_hostile_names_steer_nothing() -> None:
    hostile = replace(AFTER, recipients=(recipient(HOSTILE, organisation=HOSTILE),))
    compared = compare_audits(BEFORE, hostile)
    for text in (render_text(compared), render_json(compared)):
        assert "\x1b" not in text and "\u202e" not in text


def test_what_is_not_the_app_is_said_apart() -> None:
    made = BEFORE.generated_from
    assert made.persona
    newer = replace(
        AFTER,
        tool=replace(AFTER.tool, version="9.0"),
        generated_from=replace(made, persona=None, policies=replace(made.policies, digest="ab" * 32)),
    )
    lines = render_text(compare_audits(BEFORE, newer)).splitlines()
    assert lines[lines.index("Inputs of the audits") + 1 :] == [
        f"  ~ mhaudit: {BEFORE.tool.version} to 9.0",
        f"  ~ policies, by digest: {made.policies.digest} to {'ab' * 32}",
        f"  ~ persona: {made.persona.id}, 4 values of {', '.join(made.persona.categories)} to none",
        "  Differences above can be due to these inputs and not to the app.",
    ]
    alone = render_text(compare_audits(AFTER, replace(AFTER, tool=newer.tool)))
    assert "due to these" not in alone and "~ mhaudit: " in alone
    assert "Inputs of the audits" not in render_text(compare_audits(BEFORE, AFTER))


def test_the_document_fits_its_schema() -> None:
    schema = json.loads(files("mhaudit.report.formats").joinpath("comparison-1.schema.json").read_bytes())
    Draft202012Validator.check_schema(schema)
    newer = replace(BEFORE, tool=replace(AFTER.tool, version="9.0"))
    document = json.loads(render_json(compare_audits(AFTER, newer)))
    assert document["inputs"] == [{"what": "mhaudit", "before": AFTER.tool.version, "after": "9.0"}]
    assert document["findings"] and document["flows"] and document["hosts"]
    check = Draft202012Validator(schema)
    assert [*check.iter_errors(document)] == []
    assert [*check.iter_errors(document | {"more": 1})]
