from mhaudit.report.letters.letter import written
from mhaudit.report.letters.vendor import vendor
from tests.report import sample


def test_facts_questions_and_a_deadline_that_is_left_open() -> None:
    letter = vendor(sample.full())
    assert [section.title for section in letter.sections] == [
        "Why we write", "What was examined", "What was seen", "What we ask", "What this does not show", "Your reply",
    ]  # fmt: skip
    assert "[to be filled in: deadline]" in written(letter.sections[-1].paragraphs[0])


def test_every_fact_and_every_question_names_its_findings() -> None:
    letter, ids = vendor(sample.full()), {finding.id for finding in sample.full().findings}
    for section in letter.sections[2:4]:
        for item in section.items:
            (source,) = [piece.text for piece in item if piece.kind == "source"]
            assert set(source.strip("[]").split(", ")) <= ids


def test_nothing_found_is_nothing_asked() -> None:
    letter = vendor(sample.empty())
    assert "What we ask" not in [section.title for section in letter.sections]
    assert written(letter.sections[2].paragraphs[0]) == "No rule found fault with what could be read."
    assert letter.title == "Right of reply" and "[to be filled in: name of the vendor]" in written(letter.head[0])
