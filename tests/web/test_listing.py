import json
import shutil
from pathlib import Path

from mhaudit.web.listing import audits, item_rows
from mhaudit.web.workspace import Workspace


def audit(folder: Path, app: str, *findings: str) -> None:
    folder.mkdir(parents=True)
    document = {
        "verdict": {"outcome": "fail", "worst": "high"},
        "subject": {"id": "own.app", "name": app},
        "generated_from": {"captures": [{"name": "a.har", "exchanges": 3}, {"name": "b.har", "exchanges": 4}]},
        "findings": [{"severity": "high", "status": status} for status in findings],
    }
    (folder / "audit.json").write_text(json.dumps(document), encoding="utf-8")


def test_audits_and_those_of_cases_are_listed_with_what_matters(workspace: Workspace) -> None:
    audit(workspace.root / "audits" / "one", "Own", "open", "waived")
    audit(workspace.root / "cases" / "case-1" / "report", "", "open")
    (workspace.root / "audits" / "damaged").mkdir()
    (workspace.root / "audits" / "damaged" / "audit.json").write_text("{", encoding="utf-8")
    found = {row.name: row for row in audits(workspace)}
    assert sorted(found) == ["case-1", "one"]
    one = found["one"]
    assert (one.app, one.outcome, one.findings, one.exchanges, one.captures) == (
        "Own",
        "fail",
        1,
        7,
        ("a.har", "b.har"),
    )
    assert (found["case-1"].kind, found["case-1"].app) == ("cases", "own.app")


def test_an_audit_that_changed_is_read_again(workspace: Workspace) -> None:
    audit(workspace.root / "audits" / "one", "Own")
    assert audits(workspace)[0].app == "Own"
    shutil.rmtree(workspace.root / "audits" / "one")
    audit(workspace.root / "audits" / "one", "Another")
    assert audits(workspace)[0].app == "Another"


def test_files_say_their_name_or_country(workspace: Workspace) -> None:
    workspace.write("apps", "own.yaml", "id: own\nname: 'Own: app'\n")
    workspace.write("personas", "kim.yaml", "id: kim\ncountry: DE\nvalues: []\n")
    workspace.write("personas", "odd.yaml", "name: [\n")
    assert [(row.name, row.says, row.size) for row in item_rows(workspace, "apps")] == [("own.yaml", "Own: app", 25)]
    assert {row.name: row.says for row in item_rows(workspace, "personas")} == {"kim.yaml": "DE", "odd.yaml": ""}


def test_a_country_that_reads_as_a_truth_value_is_a_text(workspace: Workspace) -> None:
    workspace.write("personas", "kari.yaml", "id: kari\ncountry: NO\nvalues: []\n")
    assert [row.says for row in item_rows(workspace, "personas")] == ["NO"]


def test_accepted_findings_are_no_clean_audit(workspace: Workspace) -> None:
    audit(workspace.root / "audits" / "one", "Own")
    path = workspace.root / "audits" / "one" / "audit.json"
    document = json.loads(path.read_bytes())
    document["verdict"] = {"outcome": "pass", "fail_on": "high"}
    for findings, outcome in (
        ([], "pass"),
        ([{"severity": "high", "status": "waived", "categories": ["mood.score"]}], "accepted"),
        ([{"severity": "low", "status": "open", "categories": ["mood.score"]}], "below"),
    ):
        path.write_text(json.dumps({**document, "findings": findings}), encoding="utf-8")
        assert [row.outcome for row in audits(workspace)] == [outcome]
