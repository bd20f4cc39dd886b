"""SARIF for code scanning: held against the official schema."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from mhaudit.model.audit import Audit, Citation, Waiver
from mhaudit.report.formats import sarif
from tests.report import sample

HERE = Path(__file__).parents[1]


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads((HERE / "sarif-2.1.0.json").read_text(encoding="utf-8")))


def run(audit: Audit) -> dict[str, Any]:
    log = json.loads(sarif.render(audit))
    found: dict[str, Any] = log["runs"][0]
    return found


@pytest.mark.parametrize("make", [sample.full, sample.empty, sample.hostile])
def test_it_is_valid(make: Callable[[], Audit]) -> None:
    log = json.loads(sarif.render(make()))
    assert [error.message for error in validator().iter_errors(log)] == []
    log["runs"][0]["results"] = [{"level": "worse"}]
    assert not validator().is_valid(log)


def test_every_finding_is_a_result_of_its_rule() -> None:
    audit = sample.full()
    made = run(audit)
    rules = made["tool"]["driver"]["rules"]
    found = [finding for finding in audit.findings if finding.status == "open"]
    assert [rule["id"] for rule in rules] == sorted({finding.rule for finding in found})
    assert [result["partialFingerprints"] for result in made["results"]] == [
        {"mhauditFinding/v2": finding.id, "primaryLocationLineHash": f"{finding.id}:1"} for finding in found
    ]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in made["results"])
    assert all(rule["help"]["text"] and rule["help"]["markdown"] for rule in rules)


@pytest.mark.parametrize(
    ("source", "link"),
    [
        ("https://eur-lex.europa.eu/eli/reg/2016/679/oj", "https://eur-lex.europa.eu/eli/reg/2016/679/oj"),
        ("", None),
        ("javascript:alert(1)", None),
        ("https://a.example/ <script>", None),
    ],
)
def test_the_help_of_a_rule_links_to_its_law(source: str, link: str | None) -> None:
    law = Citation(id="L", title="GDPR", citation="Art. 9", jurisdiction="EU", confidence="verified", source=source)
    finding = replace(sample.full().findings[0], status="open", waiver=None, regulations=(law,))
    (rule,) = run(replace(sample.full(), findings=(finding,)))["tool"]["driver"]["rules"]
    assert rule.get("helpUri") == link


def test_fingerprints_stay_from_run_to_run() -> None:
    audit = sample.full()
    former = replace(audit.findings[0], former_ids=("f-old", "f-older"))
    moved = replace(
        audit,
        findings=(former, *audit.findings[1:])[::-1],
        observations=tuple(
            replace(one, at=tuple(replace(at, capture="again.mitm", exchange=at.exchange + 7) for at in one.at))
            for one in audit.observations
        ),
        generated_from=replace(audit.generated_from, captures=()),
    )
    before, after = (
        {one["ruleId"]: one["partialFingerprints"] for one in run(each)["results"]} for each in (audit, moved)
    )
    assert after.pop("HLT-001") == before.pop("HLT-001") | {"mhauditFinding/v1": "f-old"}
    assert before == after


def test_a_message_says_each_fact_with_its_certainty() -> None:
    messages = {one["ruleId"]: one["message"]["text"] for one in run(sample.full())["results"]}
    title = "Data was sent without encryption (data: suggested by a name)"
    assert messages["SEC-001"].split("\n") == [
        f"{title}: px.metrics.example. How somebody feels is data on health.",
        (
            "px.metrics.example received data whose name suggests user id; text with the shape of PHQ-9 total. "
            "Certainty of user id: likely. Certainty of PHQ-9 total: possible."
        ),
    ]
    assert messages["TRK-001"].split("\n") == [
        "A tracker was contacted: Acme Metrics, Inc. (in.acme.example). How somebody feels is data on health."
    ]
    assert list(run(sample.empty())["properties"]["certainties"]) == ["proven", "declared", "likely", "possible"]


def test_a_rule_is_explained_in_plain_language() -> None:
    rule = run(sample.full())["tool"]["driver"]["rules"][0]
    assert (rule["id"], rule["name"]) == ("HLT-001", "MoodDataWasSentToAThirdParty")
    assert rule["shortDescription"]["text"] == "Mood data was sent to a third party"
    assert rule["help"]["text"].split("\n") == [
        "How somebody feels is data on health.",
        "",
        "How to fix it: Keep the mood score on the device.",
        "",
        "May concern:",
        "- Art. 9: GDPR (checked against the primary source)",
        "- s. 1: Other Act (not checked against the primary source)",
    ]


@pytest.mark.parametrize(("title", "name"), [("…", "HLT001"), ("A “b” c-d", "ABCD"), ("x" * 200, "X" + "x" * 119)])
def test_a_rule_has_an_identifier_for_a_name(title: str, name: str) -> None:
    audit = sample.full()
    (rule,) = run(replace(audit, findings=(replace(audit.findings[0], title=title),)))["tool"]["driver"]["rules"]
    assert rule["name"] == name


def test_severities_have_levels_and_ranks() -> None:
    finding = sample.full().findings[0]
    levels = {}
    for severity in ("critical", "high", "medium", "low", "info"):
        made = run(replace(sample.full(), findings=(replace(finding, severity=severity),)))
        (rule,) = made["tool"]["driver"]["rules"]
        levels[severity] = (made["results"][0]["level"], rule["properties"]["security-severity"])
    assert levels == {
        "critical": ("error", "9.5"),
        "high": ("error", "8.0"),
        "medium": ("warning", "5.5"),
        "low": ("note", "2.0"),
        "info": ("note", "0.0"),
    }


def test_a_waived_finding_is_left_out_with_its_rule() -> None:
    waiver = Waiver(reason="Known.", owner="Ada", expires="2027-01-31")
    finding = replace(sample.full().findings[0], status="open", waiver=None)
    waived = replace(finding, id="f2", rule="IDN-001", status="waived", waiver=waiver)
    made = run(replace(sample.full(), findings=(finding, waived)))
    assert [result["ruleId"] for result in made["results"]] == [finding.rule]
    assert [rule["id"] for rule in made["tool"]["driver"]["rules"]] == [finding.rule]


def test_places_are_the_recording_and_the_chain_inwards() -> None:
    audit = sample.full()
    finding = next(finding for finding in audit.findings if finding.observations)
    at = next(seen for seen in audit.observations if seen.id == finding.observations[0]).at[0]
    result = next(one for one in run(audit)["results"] if one["partialFingerprints"]["mhauditFinding/v2"] == finding.id)
    place = result["locations"][0]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == at.capture
    assert place["logicalLocations"][0]["fullyQualifiedName"] == f"exchange {at.exchange} > {at.place}"


def test_what_could_not_be_seen_is_told() -> None:
    audit = sample.full()
    told = run(audit)["invocations"][0]["toolExecutionNotifications"]
    assert [one["descriptor"]["id"] for one in told] == [gap.code for gap in audit.coverage.gaps]
    assert {one["level"] for one in told} == {"warning" if gap.blocking else "note" for gap in audit.coverage.gaps}


def test_golden(golden: Callable[[Path, str], None]) -> None:
    golden(HERE / "golden" / "full.sarif", sarif.render(sample.full()))


def test_texts_steer_no_viewer() -> None:
    evil = "x\x1b[31m\u202e<script>[y](javascript:1)"
    audit = sample.full()
    first = replace(audit.findings[0], title=evil, because=evil, remedy=evil)
    told = run(replace(audit, findings=(first,)))
    (rule,), (result,) = told["tool"]["driver"]["rules"], told["results"]
    texts = [rule["shortDescription"]["text"], rule["fullDescription"]["text"], rule["help"]["text"]]
    for text in (*texts, result["message"]["text"]):
        assert "\x1b" not in text and "\u202e" not in text and "](" not in text
    markdown = rule["help"]["markdown"]
    assert "\x1b" not in markdown and "\u202e" not in markdown and "<script>" not in markdown
    assert "[y\\](" in markdown, "no link, since its bracket is written out"
