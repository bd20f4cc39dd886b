import re
from collections.abc import Callable
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from mhaudit.report.letters.letter import Letter, line_text
from mhaudit.report.letters.regulator import regulator
from mhaudit.report.letters.rendering import as_html, as_markdown
from mhaudit.report.letters.vendor import vendor
from mhaudit.report.letters.word import as_docx
from mhaudit.report.text.language import speaking
from tests.report import sample

GOLDEN = Path(__file__).parents[1] / "golden"
WRITERS = {"html": as_html, "md": as_markdown}


def letter_of(kind: str, language: str = "en") -> Letter:
    with speaking(language):
        return vendor(sample.full()) if kind == "letter-vendor" else regulator(sample.full(), "eu")


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("kind", ["letter-vendor", "letter-regulator-eu"])
@pytest.mark.parametrize("form", WRITERS)
def test_the_letter_is_as_it_was_read(golden: Callable[[Path, str], None], form: str, kind: str, language: str) -> None:
    golden(GOLDEN / f"{kind}.{language}.{form}", WRITERS[form](letter_of(kind, language)))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_all_three_say_the_same() -> None:
    letter = letter_of("letter-vendor")
    lines = [*letter.head, *(line for section in letter.sections for line in (*section.paragraphs, *section.items))]
    lines += [cell for section in letter.sections if section.table for row in section.table.rows for cell in row]
    page, document = Text(), Document(BytesIO(as_docx(letter)))
    page.feed(as_html(letter).partition("<body>")[2])
    in_word = " ".join(paragraph.text for paragraph in document.paragraphs)
    in_word += " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    marked = re.sub(r"&\w+;|\\", " ", as_markdown(letter))
    for line in lines:
        said = words(line_text(line))
        assert " ".join(said) in " ".join(words(page.text)) and " ".join(said) in " ".join(words(in_word))
        assert said[-1] in words(marked)


class Text(HTMLParser):
    """The text of a page, and the elements that are in it."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.tags = "", set[str]()

    def handle_data(self, data: str) -> None:
        self.text += data + " "

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)


def test_hostile_text_is_inert() -> None:
    letter = vendor(sample.hostile())
    page = Text()
    page.feed(as_html(letter))
    assert page.tags <= {"html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "ol", "ul", "li",
                         "bdi", "mark", "span", "div", "table", "colgroup", "col", "thead", "tbody", "tr",
                         "th", "td"}  # fmt: skip
    assert "<script" not in as_markdown(letter)
    Document(BytesIO(as_docx(letter)))


def test_a_table_has_its_headings_widths_and_name() -> None:
    page = as_html(letter_of("letter-vendor"))
    assert page.count("<table>") == 1 and page.count('<th scope="col">') == 5
    assert 'role="region" tabindex="0" aria-label="What we found"' in page
    assert "counter(page) ' / ' counter(pages)" in page
    assert '<h2 class="annex">Annex: evidence</h2>' in as_html(letter_of("letter-regulator-eu"))
