import pytest
from msgspec.structs import replace

from mhaudit.model.audit import Audit, Citation
from mhaudit.model.reasons import because
from mhaudit.report.letters.letter import LAWS as NAMES
from mhaudit.report.letters.letter import Letter, line_text
from mhaudit.report.letters.regulator import LAWS, regulator
from mhaudit.report.text.language import say, speaking
from tests.report import sample


def citing(*jurisdictions: str, confidence: str = "verified") -> Audit:
    laws = tuple(
        Citation(id=f"L-{where}", title=f"Act of {where}", citation="s. 1", jurisdiction=where, confidence=confidence)
        for where in jurisdictions
    )
    audit = sample.full()
    return replace(audit, findings=tuple(replace(finding, regulations=laws) for finding in audit.findings))


def titles(letter: Letter) -> str:
    return "; ".join(section.title for section in letter.sections)


@pytest.mark.parametrize(("law", "own"), [("eu", "DE"), ("us", "US-CA"), ("uk", "GB")])
def test_only_provisions_of_the_law_that_was_chosen(law: str, own: str) -> None:
    letter = regulator(citing("EU", "DE", "US", "US-CA", "GB", "store-iOS", "XX"), law)
    assert f"Act of {own}" in titles(letter)
    told = {
        where for where in ("EU", "DE", "US", "US-CA", "GB", "store-iOS", "XX") if f"Act of {where})" in titles(letter)
    }
    assert told == {where for where in ("EU", "DE", "US", "US-CA", "GB") if LAWS[law](where)}


def test_the_laws_have_the_names_that_are_asked_for() -> None:
    assert tuple(LAWS) == NAMES


def test_a_citation_that_was_not_verified_is_said_to_be_so() -> None:
    letter = regulator(citing("EU", confidence="from-memory"), "eu")
    (section,) = [one for one in letter.sections if one.title == "Citations that were not verified"]
    assert [line_text(item) for item in section.items] == ["s. 1 (Act of EU), L-EU"]
    assert "Citations that were not verified" not in titles(regulator(citing("EU"), "eu"))


def test_findings_without_a_provision_are_told_with_a_blank() -> None:
    letter = regulator(citing("EU"), "us")
    (section,) = [one for one in letter.sections if one.title == "Other findings"]
    assert "[to be filled in: provisions, if any]" in line_text(section.paragraphs[0])
    wanted = {name for one in sample.full().findings if one.status == "open" for name in one.facts}
    assert len(section.items) == len(wanted) > 2


def test_waived_findings_are_nobodys_complaint() -> None:
    letter = regulator(citing("EU"), "eu")
    said = " ".join(line_text(item) for section in letter.sections for item in section.items)
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
