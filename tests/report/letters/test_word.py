import re
import sys
import zipfile
from io import BytesIO
from xml.etree import ElementTree

import pytest
from docx import Document

from mhaudit.errors import ToolMissing
from mhaudit.report.letters.regulator import regulator
from mhaudit.report.letters.vendor import vendor
from mhaudit.report.letters.word import as_docx
from mhaudit.report.text.language import speaking
from tests.report import sample

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(data: bytes, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(BytesIO(data)) as packed:
        return ElementTree.fromstring(packed.read(name))  # noqa: S314 (of our own)


def test_a_word_document_is_the_same_bytes_each_time_without_a_day_of_today() -> None:
    letter = vendor(sample.full())
    data = as_docx(letter)
    assert data == as_docx(letter)
    with zipfile.ZipFile(BytesIO(data)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert re.findall(rb">(\d{4}-[^<]*)<", packed.read("docProps/core.xml")) == [b"1980-01-01T00:00:00Z"] * 2
    document = Document(BytesIO(data))
    assert {paragraph.style.name for paragraph in document.paragraphs if paragraph.style} >= {"Heading 1", "Heading 2"}


def test_pages_are_numbered() -> None:
    foot = part(as_docx(vendor(sample.full())), "word/footer1.xml")
    assert [one.get(f"{WORD}instr") for one in foot.iter(f"{WORD}fldSimple")] == ["PAGE", "NUMPAGES"]


def test_headings_of_a_table_are_repeated_and_rows_stay_on_one_page() -> None:
    body = part(as_docx(vendor(sample.full())), "word/document.xml")
    (table,) = body.iter(f"{WORD}tbl")
    rows = list(table.iter(f"{WORD}tr"))
    assert len(rows) == 4
    assert [row.find(f".//{WORD}tblHeader") is not None for row in rows] == [True, False, False, False]
    assert all(row.find(f".//{WORD}cantSplit") is not None for row in rows)


def test_the_annex_begins_on_a_page_of_its_own() -> None:
    document = Document(BytesIO(as_docx(regulator(sample.full(), "eu"))))
    breaks = [one.text for one in document.paragraphs if one.paragraph_format.page_break_before]
    assert breaks == ["Annex: evidence"]


@pytest.mark.parametrize(("code", "named"), [("en", "en-GB"), ("de", "de-DE")])
def test_the_language_of_the_text_is_named(code: str, named: str) -> None:
    with speaking(code):
        styles = part(as_docx(vendor(sample.full())), "word/styles.xml")
    (normal,) = [one for one in styles.iter(f"{WORD}style") if one.get(f"{WORD}styleId") == "Normal"]
    (language,) = normal.iter(f"{WORD}lang")
    assert language.get(f"{WORD}val") == named


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(ToolMissing, match="pip install 'mhaudit\\[letters\\]'"):
        as_docx(vendor(sample.full()))
