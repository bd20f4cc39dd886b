import re
import sys
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from mhaudit.errors import ToolMissing
from mhaudit.report.letters.letter import Letter, line_text
from mhaudit.report.letters.regulator import regulator
from mhaudit.report.letters.rendering import as_docx, as_html, as_markdown
from mhaudit.report.letters.vendor import vendor
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
    page, document = Text(), Document(BytesIO(as_docx(letter)))
    page.feed(as_html(letter).partition("<body>")[2])
    in_word = " ".join(paragraph.text for paragraph in document.paragraphs)
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


def test_a_word_document_is_the_same_bytes_each_time_without_a_day_of_today() -> None:
    letter = letter_of("letter-vendor")
    data = as_docx(letter)
    assert data == as_docx(letter)
    with zipfile.ZipFile(BytesIO(data)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert re.findall(rb">(\d{4}-[^<]*)<", packed.read("docProps/core.xml")) == [b"1980-01-01T00:00:00Z"] * 2
    document = Document(BytesIO(data))
    assert {paragraph.style.name for paragraph in document.paragraphs if paragraph.style} >= {"Heading 1", "Heading 2"}


def test_hostile_text_is_inert() -> None:
    letter = vendor(sample.hostile())
    page = Text()
    page.feed(as_html(letter))
    assert page.tags <= {"html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "ol", "ul", "li",
                         "bdi", "mark", "span"}  # fmt: skip
    assert "<script" not in as_markdown(letter)
    Document(BytesIO(as_docx(letter)))


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(ToolMissing, match="pip install 'mhaudit\\[letters\\]'"):
        as_docx(letter_of("letter-vendor"))
