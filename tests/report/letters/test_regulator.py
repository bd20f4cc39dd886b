import pytest
from msgspec.structs import replace

from mhaudit.model.audit import Audit, Citation
from mhaudit.model.reasons import because
from mhaudit.report.letters.letter import LAWS as NAMES
from mhaudit.report.letters.letter import Letter, line_text
from mhaudit.report.letters.regulator import LAWS, evidence_runs, regulator
from mhaudit.report.letters.rendering import as_markdown
from mhaudit.report.text.language import say, speaking
from tests.report import sample


def citing(*jurisdictions: str, confidence: str = "verified") -> Audit:
    laws = tuple(
        Citation(id=f"L-{where}", title=f"Act of {where}", citation="s. 1", jurisdiction=where, confidence=confidence)
        for where in jurisdictions
    )
    audit = sample.full()
    return replace(audit, findings=tuple(replace(finding, regulations=laws) for finding in audit.findings))


def laws(letter: Letter) -> list[list[str]]:
    return [
        [line_text(cell) for cell in row]
        for section in letter.sections
        if section.table and section.table.head[0] == "Provision"
        for row in section.table.rows
    ]


@pytest.mark.parametrize(("law", "own"), [("eu", "DE"), ("us", "US-CA"), ("uk", "GB")])
def test_only_provisions_of_the_law_that_was_chosen(law: str, own: str) -> None:
    letter = regulator(citing("EU", "DE", "US", "US-CA", "GB", "store-iOS", "XX"), law)
    found = {title.removeprefix("Act of ") for _, title, *_ in laws(letter)}
    assert own in found
    assert found == {where for where in ("EU", "DE", "US", "US-CA", "GB") if LAWS[law](where)}


def test_the_laws_have_the_names_that_are_asked_for() -> None:
    assert tuple(LAWS) == NAMES


def test_each_provision_says_whether_its_citation_was_checked_and_names_its_evidence_last() -> None:
    unchecked = ["s. 1", "Act of EU", "not checked against the primary source", "E1–E3"]
    assert laws(regulator(citing("EU", confidence="from-memory"), "eu")) == [unchecked]
    assert laws(regulator(citing("EU"), "eu")) == [[*unchecked[:2], "checked against the primary source", "E1–E3"]]


def test_without_a_provision_there_is_a_blank() -> None:
    letter = regulator(citing("EU"), "us")
    (section,) = [one for one in letter.sections if one.title == "Provisions that these facts may concern"]
    assert section.table is None
    assert [line_text(one) for one in section.paragraphs] == [
        "Further provisions: [to be filled in: provisions, if any]."
    ]


def test_special_categories_come_first_and_definitions_last() -> None:
    ids = ("EU-GDPR-4-15", "EU-GDPR-12-14", "EU-GDPR-9", "AT-1")
    cited = tuple(
        Citation(id=name, title=name, citation="s. 1", jurisdiction="EU", confidence="verified") for name in ids
    )
    audit = sample.full()
    audit = replace(audit, findings=tuple(replace(finding, regulations=cited) for finding in audit.findings))
    assert [row[1] for row in laws(regulator(audit, "eu"))] == ["EU-GDPR-9", "EU-GDPR-12-14", "AT-1", "EU-GDPR-4-15"]


def test_a_ninth_provision_goes_to_the_annex() -> None:
    def letter(number: int) -> Letter:
        cited = tuple(
            Citation(id=f"L{one}", title="", citation=str(one), jurisdiction="EU", confidence="")
            for one in range(number)
        )
        audit = sample.full()
        return regulator(replace(audit, findings=(replace(audit.findings[0], regulations=cited),)), "eu")

    assert [len(one.table.rows) for one in letter(8).sections if one.table and one.table.head[0] == "Provision"] == [8]
    nine = [one for one in letter(9).sections if one.table and one.table.head[0] == "Provision"]
    assert [len(one.table.rows) for one in nine if one.table] == [8, 1]
    assert nine[1].title == "Annex: further provisions"
    assert line_text(nine[0].paragraphs[0]) == "1 more is in the annex."


def test_facts_on_health_come_before_others() -> None:
    audit = citing("EU")
    kinds = tuple(replace(kind, special=kind.special and kind.id != "questionnaire.total") for kind in audit.kinds)
    letter = regulator(replace(audit, kinds=kinds), "eu")
    found = {one.title: one.table for one in letter.sections if one.table}
    health, others = found["Facts on health and other special categories of data"], found["Other facts"]
    assert [line_text(row[-1]) for row in health.rows] == ["E1", "E2"]
    assert [line_text(row[-1]) for row in others.rows] == ["E3"]


def test_transfers_profiling_and_children_are_asked_by_each_law() -> None:
    for law, said in (("eu", "Chapter V of the GDPR"), ("us", "sell it"), ("uk", "Chapter V of the UK GDPR")):
        (section,) = [one for one in regulator(citing("EU"), law).sections if one.numbered]
        transfers, profiling, children = [line_text(one) for one in section.items]
        assert said in transfers and transfers.endswith("Known seats: US.")
        assert "profiling" in profiling and children.startswith("Do children")
    assert not [one for one in regulator(sample.empty(), "eu").sections if one.numbered]


def test_evidence_in_a_row_is_written_as_a_run() -> None:
    assert evidence_runs([4, 1, 2, 3, 7, 9, 10, 3]) == "E1–E4, E7, E9, E10"
    assert evidence_runs([]) == ""


def test_waived_findings_are_nobodys_complaint() -> None:
    letter = regulator(citing("EU"), "eu")
    said = as_markdown(letter)
    waived = [finding.id for finding in sample.full().findings if finding.status == "waived"]
    assert waived and not any(one in said for one in waived)


def test_why_a_promise_is_contradicted_is_said_in_the_language() -> None:
    audit = sample.full()
    (first, *rest) = audit.claims
    known = because("sent-to-company", kind="mood.score", company="Acme", first=because("planted", kind="mood.score"))
    own = because("written", text="Their own words.")
    for reason, said in ((known, "gesendet an einen Host von Acme"), (own, "Their own words.")):
        with speaking("de"):
            letter = regulator(replace(audit, claims=(replace(first, reason=reason), *rest)), "eu")
            (section,) = [one for one in letter.sections if one.title == say("What the vendor says")]
        assert said in line_text(section.items[0])
        assert "was sent to" not in line_text(section.items[0])
