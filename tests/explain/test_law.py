"""Pages about rules, regulations and packs."""

from pathlib import Path

from mhaudit.explain import catalogue, law
from mhaudit.explain.law import either, judging
from tests.policy.explaining.files import text, with_files
from tests.policy.write import KIND, RULE

CASES = "cases: [{when: {not: {certainty: [proven, declared]}}, severity: info}]\nneeds: [phases]\n"


def test_a_rule(tmp_path: Path) -> None:
    known = with_files(tmp_path, {"rules/XX-001.yaml": RULE + CASES})
    assert text(law.rule(known.files["rule"]["XX-001"], known)) == {
        "What": [
            "Severity low. It applies to data seen in traffic if:",
            "  all of:",
            "    category is mood",
            "    party is third",
            "Severity info instead (the first that applies) if:",
            "  not:",
            "    certainty is proven or declared",
            "It needs a recording with: phases.",
        ],
        "Why": ["It was."],
        "Examples": ['Matches: {"mood": 3}', 'Lets pass: {"mood_board": 3}'],
        "Law": [
            "EU-GDPR-9: GDPR: special categories of data, GDPR 9(1),(2)(a) (not checked at the source)",
        ],
        "Remedy": ["Do not."],
    }


def test_a_law_that_was_checked_says_so() -> None:
    known = catalogue()
    page = text(law.regulation(known.files["regulation"]["US-WA-MHMDA"], known))
    assert page["What"][1] == "Status: in force"
    assert page["Source"] == [
        "This summary was checked at the source, 2026-11-23",
        "Where the text is published or described https://app.leg.wa.gov/RCW/default.aspx?cite=19.373",
    ]
    assert any(line.startswith("HLT-001: ") for line in page["Rules"])


def test_a_law_that_does_not_bind_says_so() -> None:
    known = catalogue()
    vetoed = next(data for data in known.files["regulation"].values() if data["status"] == "vetoed")
    page = text(law.regulation(vetoed, known))
    assert page["What"][1] == "Status: vetoed"
    assert "Rules" not in page


def test_a_pack_has_rules_by_id_and_by_group(tmp_path: Path) -> None:
    pack = "id: mine\ntitle: Mine\nrules: [SEC, HLT-001]\nfail_on: low\n"
    known = with_files(tmp_path, {"packs/mine.yaml": pack})
    page = text(law.pack(known.files["pack"]["mine"], known))
    assert page["What"] == ["An audit fails from low on."]
    ids = [line.partition(":")[0] for line in page["Rules"]]
    assert ids == ["HLT-001", *sorted(id_ for id_ in known.policies.rules if id_.startswith("SEC-"))]


def test_rules_that_judge_a_kind(tmp_path: Path) -> None:
    excluded = RULE.replace("XX-001", "XX-002").replace("{category: [mood]}", "{not: {category: [mood]}}")
    files = {"rules/XX-001.yaml": RULE, "rules/XX-002.yaml": excluded, "data/mood.colour.yaml": KIND}
    known = with_files(tmp_path, files)
    ids = {rule["id"] for rule in judging("mood.colour", known)}
    assert "XX-001" in ids and "XX-002" not in ids


def test_lists_of_words() -> None:
    assert [either(["a"]), either(["a", "b"]), either(["a", "b", "c"])] == ["a", "a or b", "a, b or c"]
