from msgspec.structs import replace

from mhaudit.report.letters.letter import Line, line_text
from mhaudit.report.letters.vendor import vendor
from tests.report import sample


def test_facts_questions_and_a_deadline_that_is_left_open() -> None:
    letter = vendor(sample.full())
    assert [section.title for section in letter.sections] == [
        "Why we write", "What was examined", "What we found", "What you say, and the traffic contradicts",
        "What we ask", "What this does not show", "Your reply",
    ]  # fmt: skip
    assert "[to be filled in: deadline]" in line_text(letter.sections[-1].paragraphs[0])


def test_every_fact_names_its_evidence_and_every_contradiction_its_claim() -> None:
    facts, contradicted = vendor(sample.full()).sections[2:4]
    claims = {claim.id for claim in sample.full().claims}
    assert facts.table and [line_text(row[-1]) for row in facts.table.rows] == ["E1", "E2", "E3"]
    assert [_source(item) for item in contradicted.items] == ["private"]
    assert "private" in claims


def _source(item: Line) -> str:
    (source,) = [piece.text for piece in item if piece.kind == "source"]
    return source.strip("[]")


def test_nothing_found_is_nothing_asked() -> None:
    letter = vendor(sample.empty())
    assert "What we ask" not in [section.title for section in letter.sections]
    assert line_text(letter.sections[2].paragraphs[0]) == "No rule names a fact in what could be read."
    assert letter.title == "Right of reply" and "[to be filled in: name of the vendor]" in line_text(letter.head[0])


def test_at_most_ten_facts_and_eight_questions() -> None:
    facts = next(section for section in vendor(sample.large(60)).sections if section.table)
    assert facts.table and len(facts.table.rows) == 10
    assert line_text(facts.paragraphs[-1]).endswith("more facts are in the report.")
    questions = next(section for section in vendor(sample.full()).sections if section.numbered)
    assert len(questions.items) == 8
    assert line_text(questions.items[5]) == "Will you change the statements quoted above, or the app?"


def test_no_question_about_what_was_not_found() -> None:
    audit = replace(sample.full(), claims=(), crisis=())
    questions = next(section for section in vendor(audit).sections if section.numbered)
    assert [line_text(item) for item in questions.items][5:] == ["What will you change, and by when?"]
